import { unixUs, type UnixUs } from '@thermocline/wire'

export interface Interval {
  readonly start: UnixUs
  /** Null where only the start is known: it then counts for that instant. */
  readonly end: UnixUs | null
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
