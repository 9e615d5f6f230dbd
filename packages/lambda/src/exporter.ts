import type { Ms } from '@thermocline/wire'

export type FlushOutcome = 'ok' | 'failed' | 'timeout' | 'skipped'

export interface Sent {
  readonly outcome: FlushOutcome
  /** Spans given up for good. */
  readonly dropped: number
  /** True when the spans should be sent again with the next flush. A reader takes the same span twice as one. */
  readonly keep: boolean
}

/** Sends encoded spans, within a time; never throws or rejects. */
export type Exporter = (spans: readonly Uint8Array[], requestId: string, withinMs: Ms) => Sent | Promise<Sent>
