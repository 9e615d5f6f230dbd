/** What a tenant is called, as AWS has it. */
export const TENANT_ID = '1 to 256 letters, digits, spaces or any of _.:/=+-@'

export function isTenantId(text: string): boolean {
  return /^[\w.:/=+\-@ ]{1,256}$/.test(text)
}
