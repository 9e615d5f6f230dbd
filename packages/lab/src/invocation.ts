import type { Ms, UnixMs } from '@thermocline/wire'
import type { Answer, FunctionError } from './runtime-api.ts'
import type { Exit } from './runtime-process.ts'

/** One event on its way to a handler. */
export interface Invocation {
  readonly requestId: string
  /** JSON. */
  readonly body: string
  /** `Root=1-…;Parent=…;Sampled=0`: Lambda gives every invocation one. */
  readonly traceHeader: string
}

/** How an invocation met its container; the lab knows, and needs not guess. */
export type StartKind = 'cold' | 'warm' | 'reinit'

/** What came of one invocation. */
export interface InvocationResult {
  readonly requestId: string
  readonly functionName: string
  /** Log stream name. */
  readonly container: string
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
  /** From then until the runtime asked for its next event: what REPORT calls Duration. */
  readonly durationMs: Ms
  /** Until the answer was complete; `null` when nothing was posted. */
  readonly responseMs: Ms | null
  /** Measured from outside, process start to its first `next`; `null` unless this invocation had an init. */
  readonly initMs: Ms | null
}

/** How an init ended that never asked for an event. */
export type FailedInit =
  | { readonly kind: 'timeout'; readonly answer: null }
  | { readonly kind: 'exited'; readonly answer: null; readonly exit: Exit }
  | { readonly kind: 'init_failed'; readonly answer: null; readonly error: FunctionError }

/** How an invocation ended, as the platform sees it. Moments are `performance.now()`. */
export type End =
  | { readonly kind: 'complete'; readonly answer: Answer; readonly askedAt: number }
  | { readonly kind: 'timeout'; readonly answer: Answer | null }
  | { readonly kind: 'exited'; readonly answer: Answer | null; readonly exit: Exit }
  | FailedInit
