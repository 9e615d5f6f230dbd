import { clock, shortDay } from '../format.ts'
import type { Range } from '../state.ts'

export interface Tick {
  readonly ms: number
  readonly text: string
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map(Number),
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 56].map((days) => days * DAY),
]

/** Round moments inside the range, at most `most` of them; `offsetMs` is what local time is ahead of UTC. */
export function ticks(range: Range, most: number, offsetMs: number, timeZone?: string): readonly Tick[] {
  const width = range.toMs - range.fromMs
  const step = STEPS_MS.find((ms) => width / ms <= Math.max(1, most)) ?? width
  const result: Tick[] = []
  let dayBefore = ''
  for (
    let local = Math.ceil((range.fromMs + offsetMs) / step) * step;
    local <= range.toMs + offsetMs;
    local += step
  ) {
    const ms = local - offsetMs
    const day = shortDay(ms, timeZone)
    const time = step >= DAY ? '' : clock(ms, step, timeZone)
    result.push({ ms, text: day === dayBefore ? time : `${day} ${time}`.trim() })
    dayBefore = day
  }
  return result
}
