/** Watches the time an invocation has left. */
export interface Deadline {
  /** Milliseconds until Lambda kills the process; Infinity where the runtime does not say. */
  remainingMs(): number
  clear(): void
}

// The margin must hold an encode and a post (300 ms by default are cut to what is left), and no more: an invocation
// that would have ended within it is told as a timeout.
const MARGIN_SHARE = 0.05
const MARGIN_LEAST_MS = 50
const MARGIN_MOST_MS = 500
/** The part of the margin that a flush may not use: the way back through the runtime. */
export const KEEP_MS = 20

// setTimeout's largest delay; with a longer one it fires at once.
const LONGEST_DELAY_MS = 2 ** 31 - 1

/** Calls `onTimeout` shortly before the deadline, unless cleared. */
export function watchDeadline(context: unknown, onTimeout: () => void): Deadline {
  const remaining = remainingTime(context)
  const totalMs = remaining?.() ?? Infinity
  const delayMs = totalMs - marginMs(totalMs)
  const timer = delayMs > 0 && delayMs <= LONGEST_DELAY_MS ? setTimeout(onTimeout, delayMs) : undefined
  // A handler that hangs on nothing lets the event loop run empty: Node then ends the invocation, as it must.
  timer?.unref()
  return {
    remainingMs: () => remaining?.() ?? Infinity,
    clear: () => clearTimeout(timer),
  }
}

function marginMs(totalMs: number): number {
  return Math.min(MARGIN_MOST_MS, Math.max(MARGIN_LEAST_MS, totalMs * MARGIN_SHARE))
}

function remainingTime(context: unknown): (() => number) | undefined {
  if (typeof context !== 'object' || context === null || !('getRemainingTimeInMillis' in context))
    return undefined
  const ask = context.getRemainingTimeInMillis
  if (typeof ask !== 'function') return undefined
  return () => {
    const value: unknown = Reflect.apply(ask, context, [])
    return typeof value === 'number' && Number.isFinite(value) ? value : Infinity
  }
}
