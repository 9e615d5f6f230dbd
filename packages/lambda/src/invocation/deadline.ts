import { shielded } from '../call/shield.ts'
import { clearTimeout, setTimeout } from '../node-globals.ts'
import type { Settings } from '../settings/settings.ts'

/** Watches the time an invocation has left. */
export interface Deadline {
  /** Milliseconds until Lambda kills the process; Infinity where the runtime does not say. */
  remainingMs(): number
  clear(): void
}

// An invocation that would have ended within the margin is told as a timeout, so it holds what the flush needs and no
// more: a line is written in well under a millisecond, and what is left covers a slow processor; a post takes a round
// trip, for which a function that is given little time has little to spare.
const LOG_MARGIN_MS = 30
const OTLP_MARGIN_SHARE = 0.05
const OTLP_MARGIN_LEAST_MS = 50
const OTLP_MARGIN_MOST_MS = 300
/** The part of the margin that a flush may not use: the way back through the runtime. */
export const KEEP_MS = 20

// setTimeout's largest delay; with a longer one it fires at once.
const LONGEST_DELAY_MS = 2 ** 31 - 1

/** Calls `onTimeout` shortly before the deadline, unless cleared. */
export function watchDeadline(context: unknown, flush: Settings['flush'], onTimeout: () => void): Deadline {
  const remaining = remainingTime(context)
  const totalMs = remaining?.() ?? Infinity
  const delayMs = totalMs - (flush === 'log' ? LOG_MARGIN_MS : otlpMarginMs(totalMs))
  const timer =
    delayMs > 0 && delayMs <= LONGEST_DELAY_MS ? setTimeout(shielded(onTimeout), delayMs) : undefined
  // A handler that hangs on nothing lets the event loop run empty: Node then ends the invocation, as it must.
  timer?.unref()
  return {
    remainingMs: () => remaining?.() ?? Infinity,
    clear: () => clearTimeout(timer),
  }
}

function otlpMarginMs(totalMs: number): number {
  return Math.min(OTLP_MARGIN_MOST_MS, Math.max(OTLP_MARGIN_LEAST_MS, totalMs * OTLP_MARGIN_SHARE))
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
