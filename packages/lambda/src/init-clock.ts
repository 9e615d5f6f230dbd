import { clearImmediate, performance, setImmediate } from './node-globals.ts'

/** Watches for the end of init: the first turn of the event loop after the handler's module has loaded. */
export interface InitClock {
  /** Called by each wrap: the handler's module is still loading. */
  loading(): void
  /** Called when an invocation begins: init is over at the latest now. */
  ended(): Init
}

export interface Init {
  /** Process start, in Unix milliseconds. */
  readonly startMs: number
  readonly durationMs: number
}

export function createInitClock(): InitClock {
  let durationMs: number | undefined
  let pending: NodeJS.Immediate | undefined

  return {
    loading() {
      if (durationMs !== undefined || pending) return
      pending = setImmediate(() => {
        durationMs = performance.now()
      })
      // Without this a program that only imports the handler would wait one turn more than it does without us.
      pending.unref()
    },
    ended() {
      clearImmediate(pending)
      durationMs ??= performance.now()
      return { startMs: performance.timeOrigin, durationMs }
    },
  }
}
