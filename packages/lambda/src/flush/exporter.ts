import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Ms } from '@thermocline/wire'

export type FlushOutcome = 'ok' | 'failed' | 'timeout' | 'skipped'

export interface Sent {
  readonly outcome: FlushOutcome
  /** Spans given up for good. */
  readonly dropped: number
  /** True when the spans should be sent again with the next flush. A reader takes the same span twice as one. */
  readonly keep: boolean
}

/** A span on its way out. */
export interface EndedSpan {
  /** As one entry of OTLP's ScopeSpans. */
  bytes(): Uint8Array
  /** The same with its texts cut, for where there is no room for them. */
  cutBytes(): Uint8Array
  /** Set for a root span of ours that may be sent as it is. */
  readonly root: ReadableSpan | undefined
}

/** Sends spans, within a time; never throws or rejects. */
export type Exporter = (spans: readonly EndedSpan[], requestId: string, withinMs: Ms) => Sent | Promise<Sent>
