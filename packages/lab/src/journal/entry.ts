import type { UnixUs } from '@thermocline/wire'
import type { Policy } from '../settings/policy.ts'
import type { Change, ContainerNumber, Decision } from '../schedule/decision.ts'

// The truth journal: what happened to the containers of the lab and why, one JSON object a line, in the order it was
// decided. Moments (`at`) are microseconds since the Unix epoch. Only tests and `lab explain` read it: what the
// analyzer finds out must never come from here.

export const JOURNAL_VERSION = 1

/** How an invocation ended, as its caller and the platform see it. */
export type JournalOutcome = 'ok' | 'error' | 'timeout' | 'crashed'

/** First line of every function: under which policy all that follows was decided. */
export interface Opened {
  readonly kind: 'opened'
  readonly at: UnixUs
  readonly journal: typeof JOURNAL_VERSION
  readonly policy: Policy
  readonly version: string
  /** Of the random numbers behind `freshShare`. */
  readonly seed: number
}

/** What the scheduler was told. */
export type Event =
  | {
      readonly kind: 'arrived'
      readonly at: UnixUs
      readonly requestId: string
      readonly tenant: string | null
    }
  /** Its init is over; where it failed, its first invocation begins with another. */
  | {
      readonly kind: 'ready'
      readonly at: UnixUs
      readonly container: ContainerNumber
      readonly ok: boolean
    }
  | {
      readonly kind: 'finished'
      readonly at: UnixUs
      readonly requestId: string
      readonly container: ContainerNumber
      readonly outcome: JournalOutcome
      /** Its process is gone: the next invocation in this container begins with an init. */
      readonly reset: boolean
      /** How long the init took that ran inside it, where one did and succeeded. */
      readonly initUs?: number
    }
  /** Its process died while it stood still. */
  | { readonly kind: 'reset'; readonly at: UnixUs; readonly container: ContainerNumber }
  /** It could not be started, or was beyond repair. */
  | { readonly kind: 'lost'; readonly at: UnixUs; readonly container: ContainerNumber }
  | { readonly kind: 'changed'; readonly at: UnixUs; readonly change: Change }
  | { readonly kind: 'stopped'; readonly at: UnixUs }

/** One line, without the name of its function. */
export type FunctionEntry = Opened | Event | (Decision & { readonly logStream?: string })

/** One line of the journal. */
export type JournalEntry = FunctionEntry & { readonly function: string }
