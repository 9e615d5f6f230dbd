import { ms, unixMs, usToMs, type Ms, type StartBucket } from '@thermocline/wire'
import type { SettledInvocation } from './settled.ts'
import { countStarts } from './starts.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WIDTHS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY),
]
const MOST_WIDTHS = 120

/** Starts over time, in about 60 to 120 buckets of a round width; buckets without invocations are left out. */
export function startSeries(invocations: readonly SettledInvocation[]): {
  widthMs: Ms
  rows: StartBucket[]
} {
  const times = invocations.map(({ start }) => usToMs(start))
  const from = times.reduce<number>((least, time) => Math.min(least, time), Infinity)
  const to = times.reduce<number>((most, time) => Math.max(most, time), -Infinity)
  const widthMs = bucketWidth(from, to)
  const buckets = Map.groupBy(invocations, ({ start }) => Math.floor(usToMs(start) / widthMs))
  const ascending = [...buckets].toSorted(([a], [b]) => a - b)
  return {
    widthMs: ms(widthMs),
    rows: ascending.map(([bucket, held]) => startBucket(bucket * widthMs, held)),
  }
}

/** The narrowest round width of which at most 120 cover the time. Buckets are counted from the epoch. */
function bucketWidth(from: number, to: number): number {
  if (!(to > from)) return WIDTHS_MS[0]!
  const round = WIDTHS_MS.find((width) => (to - from) / width <= MOST_WIDTHS)
  return round ?? Math.ceil((to - from) / MOST_WIDTHS / DAY) * DAY
}

function startBucket(startMs: number, held: readonly SettledInvocation[]): StartBucket {
  return {
    startMs: unixMs(startMs),
    invocations: held.length,
    starts: countStarts(held),
    errors: held.filter(({ row }) => row.outcome === 'error' || row.outcome === 'timeout').length,
  }
}
