/** What called the function, as far as the event's shape tells. */
export interface Trigger {
  /** Our own name for it: stable, one of those in table.ts. */
  readonly source: string
  /** OpenTelemetry's word for it. */
  readonly kind: 'http' | 'pubsub' | 'timer' | 'datasource' | 'other'
  /** Many messages in one invocation: the root span is then a CONSUMER, and their contexts are links. */
  readonly batch: boolean
  readonly attributes: Readonly<Record<string, string | number | boolean>>
}

/** What one trigger's event is read for; undefined where it does not say. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>

/** Names of code and of resources, sizes and counts: all else in an event is user data. */
export type Read = (event: unknown) => Facts
