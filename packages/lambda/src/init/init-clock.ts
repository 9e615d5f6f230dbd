import { shielded } from '../call/shield.ts'
import { clearImmediate, cpuUsage, performance, setImmediate } from '../node-globals.ts'

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
  let load: { readonly atMs: number; readonly cpuMs: number } | undefined
  let pending: NodeJS.Immediate | undefined
  let met = false

  const loaded = shielded(() => {
    if (met) return
    clearImmediate(pending)
    load = { atMs: performance.now(), cpuMs: cpuMs() }
    pending = setImmediate(
      shielded(() => {
        durationMs = sinceStartMs()
      }),
    )
    // Without this a program that only imports the handler would wait one turn more than it does without us.
    pending.unref()
  })

  // The runtime asks for its first event before that turn, and a container that was made ahead is frozen as soon as it
  // has: the turn may come minutes later. So after the load only the time counts in which the process worked.
  function sinceStartMs(): number {
    const nowMs = performance.now()
    return load === undefined ? nowMs : Math.min(nowMs, load.atMs + cpuMs() - load.cpuMs)
  }

  return {
    loading(moduleUrl) {
      if (met) return
      // The very instance that is being evaluated: this settles with it, whatever it awaits at its top level.
      if (moduleUrl) import(moduleUrl).then(loaded, loaded)
      // A CommonJS module loads in one piece: what waits for its turn waits for all of it.
      else void Promise.resolve().then(loaded)
    },
    ended() {
      met = true
      clearImmediate(pending)
      durationMs ??= sinceStartMs()
      return { startMs: performance.timeOrigin, durationMs }
    },
  }
}

/** Of all threads; 0 where the system does not tell. */
function cpuMs(): number {
  try {
    const { user, system } = cpuUsage()
    return (user + system) / 1000
  } catch {
    return 0
  }
}
