import type { Handler, Outcome } from './handler.ts'

/** One call of a handler, as the runtime made it. */
export interface Call {
  readonly handler: Handler
  readonly event: unknown
  readonly context: unknown
}

/** A call that is being watched. */
export interface Watched {
  /** Runs the handler with the invocation's span active; absent where the application has nothing to make it so. */
  readonly run?: ((handler: () => void) => void) | undefined
  /** Ends the invocation, once; undefined when nothing has to be waited for. */
  end(outcome: Outcome): Promise<void> | undefined
  /** The handler came back without a result; a callback, or the end of the event loop, may bring it. */
  returned(): void
}

/** Begins watching a call; undefined when it is part of one that is watched already. */
export type Begin = (call: Call) => Watched | undefined
