import { unixUs, type ContainerId, type Start, type UnixUs } from '@thermocline/wire'
import type { JudgedInit } from './causes.ts'
import type { SettledInvocation } from './settled.ts'

export interface Interval {
  readonly start: UnixUs
  /** Null where only the start is known: it then counts for that instant. */
  readonly end: UnixUs | null
}

/** Starts whose init the caller waited for: Lambda counts that time as concurrency too. */
const WAITED: ReadonlySet<Start> = new Set(['cold', 'restored', 'reinit'])

/**
 * How long each invocation held its container, an init its caller waited for included. `invocations` are oldest first.
 * An init after a reset may begin before the invocation it follows has been ended: the container is held once.
 */
export function holdings(
  invocations: readonly SettledInvocation[],
  inits: readonly JudgedInit[],
): Interval[] {
  const initOf = new Map(inits.map(({ invocation, startedAt }) => [invocation, startedAt]))
  const heldUntil = new Map<ContainerId, UnixUs>()
  return invocations.map((invocation) => {
    const { start, end, startKind, row } = invocation
    const began = WAITED.has(startKind) ? (initOf.get(invocation) ?? start) : start
    const free = heldUntil.get(row.container) ?? began
    heldUntil.set(row.container, unixUs(Math.max(free, end ?? start)))
    return { start: unixUs(Math.min(start, Math.max(began, free))), end }
  })
}

/** The most intervals open at once. An end at t frees before a start at t. */
export function peakConcurrency(intervals: Iterable<Interval>): number {
  const starts: number[] = []
  const ends: number[] = []
  for (const { start, end } of intervals) {
    starts.push(start)
    ends.push(closing(start, end))
  }
  starts.sort((a, b) => a - b)
  ends.sort((a, b) => a - b)
  let peak = 0
  let freed = 0
  for (const [index, start] of starts.entries()) {
    while (ends[freed]! <= start) freed++
    peak = Math.max(peak, index + 1 - freed)
  }
  return peak
}

// Something that ended in the microsecond it began was running nevertheless.
function closing(start: UnixUs, end: UnixUs | null): UnixUs {
  return end !== null && end > start ? end : unixUs(start + 1)
}
