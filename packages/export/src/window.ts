import { ThermoclineError, unixUs } from '@thermocline/wire'
import type { ErrorCode, TimeRange, UnixUs } from '@thermocline/wire'

/** The edges of a window as somebody typed them. */
export interface TypedWindow {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/**
 * The window that was typed: ISO 8601 times (UTC where no zone is given) or spans back from `now` like 30m, 24h, 7d.
 * Throws with `code`, naming the edge, when one cannot be read or when nothing lies between them.
 */
export function readWindow(typed: TypedWindow, now: UnixUs, code: ErrorCode): TimeRange {
  const from = readEdge('from', typed.from, now, code)
  const to = readEdge('to', typed.to, now, code)
  if (from !== undefined && to !== undefined && from >= to) {
    throw new ThermoclineError(
      code,
      `from must be earlier than to, got ${quoted(typed.from)} to ${quoted(typed.to)}`,
    )
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

const SPAN_BACK = /^(\d{1,9})(s|m|h|d|w)$/
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
const ISO_TIME = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:\d\d)?$/i

function readEdge(name: string, text: string | undefined, now: UnixUs, code: ErrorCode): UnixUs | undefined {
  if (text === undefined) return undefined
  const time = spanBack(text, now) ?? isoTime(text)
  if (time !== undefined) return time
  const wanted = 'an ISO 8601 time like 2026-11-02T08:00Z, or a span back from now like 30m, 24h or 7d'
  throw new ThermoclineError(code, `${name} must be ${wanted}, got ${quoted(text)}`)
}

function spanBack(text: string, now: UnixUs): UnixUs | undefined {
  const [, count, unit = ''] = SPAN_BACK.exec(text) ?? []
  if (count === undefined) return undefined
  return unixUs(Math.max(0, now - Number(count) * (SECONDS[unit] ?? 0) * 1e6))
}

function isoTime(text: string): UnixUs | undefined {
  const [, day, time = '', zone] = ISO_TIME.exec(text) ?? []
  if (day === undefined || (time === '' && zone !== undefined)) return undefined
  // Date rolls 30 February over into March; a day that does not come back as it went in is no day.
  const midnightMs = Date.parse(day)
  if (Number.isNaN(midnightMs) || !new Date(midnightMs).toISOString().startsWith(day)) return undefined
  const timeMs =
    time === '' ? midnightMs : Date.parse(`${day}${time.toUpperCase()}${zone?.toUpperCase() ?? 'Z'}`)
  return Number.isNaN(timeMs) ? undefined : unixUs(timeMs * 1000)
}

function quoted(text: string | undefined): string {
  return JSON.stringify(text)
}
