/** What an insert did to one table. */
export interface Change {
  readonly counts: { readonly stored: number; readonly known: number }
  /** false when every row stayed as it was. */
  readonly changed: boolean
}
