import type { Ms, Start, UnixMs } from '@thermocline/wire'
import type { Answer, FunctionError } from '../api/answer.ts'
import type { Exit } from './process.ts'

/** One event on its way to a handler. */
export interface Invocation {
  readonly requestId: string
  /** JSON. */
  readonly body: string
  /** `Root=1-…;Parent=…;Sampled=0`: Lambda gives every invocation one. */
  readonly traceHeader: string
  readonly tenant?: string | undefined
  /** JSON, as the caller gave it. */
  readonly clientContext?: string | undefined
  /** Called when all of the answer is there, which is before the invocation is over. */
  readonly onAnswer?: ((answer: Answer) => void) | undefined
}

/** How an invocation met its container; the lab knows, and needs not guess. */
export type StartKind = Exclude<Start, 'restored'>

/** What came of one invocation. */
export interface InvocationResult {
  readonly requestId: string
  readonly functionName: string
  /** Log stream name. */
  readonly container: string
  readonly version: string
  readonly pid: number
  readonly startKind: StartKind
  readonly outcome: 'ok' | 'error' | 'timeout' | 'crashed'
  /** The handler's answer: parsed JSON, or the text of a stream; `undefined` when nothing was posted. */
  readonly payload: unknown
  readonly error: FunctionError | null
  /** Only for a streamed answer. */
  readonly stream: { readonly contentType: string; readonly chunks: number } | null
  /** When the event was delivered, or its init began where that ran inside the invocation. */
  readonly startedAt: UnixMs
  /** From then until runtime and extensions had asked for their next event: what REPORT calls Duration. */
  readonly durationMs: Ms
  /** Until the answer was complete; `null` when nothing was posted. */
  readonly responseMs: Ms | null
  /** Measured from outside, process start to its first `next`; `null` unless it is the first of its process. */
  readonly initMs: Ms | null
}

/** What makes Lambda give a sandbox up. */
export type Breakdown =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'exited'; readonly exit: Exit }
  | { readonly kind: 'out_of_memory'; readonly usedMb: number }
  | { readonly kind: 'extension'; readonly name: string; readonly errorType: string }
  /** The system gave no process. */
  | { readonly kind: 'unstartable'; readonly error: unknown }

/** How an init ended that never asked for an event. */
export type FailedInit = Breakdown | { readonly kind: 'init_failed'; readonly error: FunctionError }

/** How an invocation ended, as the platform sees it. Moments are `performance.now()`. */
export type End =
  | {
      readonly kind: 'complete'
      readonly answer: Answer
      /** When the runtime had answered and asked for its next event. */
      readonly runtimeDoneAt: number
      /** When the last extension had, too. */
      readonly doneAt: number
    }
  | { readonly kind: 'broken'; readonly by: FailedInit; readonly answer: Answer | null }
