import type { SpanContext } from '@opentelemetry/api'
import type { Handler } from '../handler.ts'

/** Looks for state that outlives an invocation. */
export interface LeakWatch {
  begin(ordinal: number, handler: Handler, root: SpanContext): WatchedInvocation
}

export interface WatchedInvocation {
  /** Looks, if this invocation is one of the sample and enough time remains. */
  end(remainingMs: number): void
}

/** Looks at nothing. */
export const NO_WATCH: LeakWatch = { begin: () => ({ end: () => {} }) }
