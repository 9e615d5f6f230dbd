import { unixUs, type InvocationRow, type UnixUs } from '@thermocline/wire'

/** An invocation with the times it is counted with. */
export interface TimedRow {
  readonly row: InvocationRow
  readonly start: UnixUs
  /** Null where neither an end nor a duration was seen. */
  readonly end: UnixUs | null
}

// How much of an overlap may be the clocks'. A log's times are cut to whole milliseconds, so each lies up to 1 ms too
// early, and a neighbour known from its span was timed to the microsecond by another process. What overlaps by more
// than two such cuts is no rounding, and stays.
const ROUNDING_US = 2000

/**
 * One container's invocations, oldest first. Unless they `mayOverlap`, as on Managed Instances, one has ended when the
 * next begins: an overlap that may be the clocks' is taken off the end of the earlier one.
 */
export function timeContainer(rows: readonly InvocationRow[], mayOverlap: boolean): TimedRow[] {
  // Several may begin in one millisecond; then the first of them is the one that ended first.
  const ascending = rows.map(timed).toSorted((a, b) => a.start - b.start || lastInstant(a) - lastInstant(b))
  return mayOverlap ? ascending : ascending.map((each, index) => endedBefore(each, ascending[index + 1]))
}

function timed(row: InvocationRow): TimedRow {
  const start = startOf(row)
  return { row, start, end: endOf(row, start) }
}

/**
 * What a log tells of a start is the earlier of START's time and REPORT's less Duration. The second lies less than a
 * millisecond before the first, since REPORT's time is cut and Duration is not. Rounded up it is START's time again.
 */
function startOf({ start, sources }: InvocationRow): UnixUs {
  return sources.includes('span') ? start : unixUs(Math.ceil(start / 1000) * 1000)
}

function endOf({ end, duration }: InvocationRow, start: UnixUs): UnixUs | null {
  if (end !== undefined) return end
  return duration === undefined ? null : unixUs(start + Math.round(duration * 1000))
}

function endedBefore(each: TimedRow, next: TimedRow | undefined): TimedRow {
  if (next === undefined || each.end === null || each.end <= next.start) return each
  return each.end - next.start > ROUNDING_US ? each : { ...each, end: next.start }
}

/** One without an end may be running still. */
function lastInstant({ end }: TimedRow): number {
  return end ?? Number.MAX_SAFE_INTEGER
}
