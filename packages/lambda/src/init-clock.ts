import { clearImmediate, performance, setImmediate } from './node-globals.ts'

/** Watches for the end of init: the first turn of the event loop after the handler's module has loaded. */
export interface InitClock {
  /** Called by each wrap, with the URL of the ES module that called it: that module is still loading. */
  loading(moduleUrl: string | undefined): void
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
  let met = false

  function loaded(): void {
    if (met) return
    clearImmediate(pending)
    pending = setImmediate(() => {
      durationMs = performance.now()
    })
    // Without this a program that only imports the handler would wait one turn more than it does without us.
    pending.unref()
  }

  return {
    loading(moduleUrl) {
      if (met) return
      // The very instance that is being evaluated: this settles with it, whatever it awaits at its top level.
      if (moduleUrl) import(moduleUrl).then(loaded, loaded)
      else loaded()
    },
    ended() {
      met = true
      clearImmediate(pending)
      durationMs ??= performance.now()
      return { startMs: performance.timeOrigin, durationMs }
    },
  }
}
