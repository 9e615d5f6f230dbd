import type {
  Attributes,
  AttributeValue,
  SpanId,
  SpanKind,
  SpanLink,
  SpanRow,
  SpanStatus,
  TraceId,
} from '@thermocline/wire'
import { SPAN_KINDS, SPAN_STATUSES, unixUs } from '@thermocline/wire'
import type { OtlpLimits } from './limits.ts'
import { tooLarge } from './limits.ts'
import type { Tallies } from './tally.ts'
import { tallies } from './tally.ts'

// The rules that hold for a span whatever its encoding.

/** What a decoder makes of a request. */
export interface Collected {
  readonly spans: SpanRow[]
  /** Spans that were sent and are not among `spans`. */
  readonly rejected: Tallies
  /** What was mended, or kept without all of its meaning. */
  readonly notes: Tallies
}

export function collected(): Collected {
  return { spans: [], rejected: tallies(), notes: tallies() }
}

/** Keeps a span, mends its end, or rejects it alone. Throws `too_large` beyond the limit of spans. */
export function keep(into: Collected, row: SpanRow, limits: OtlpLimits): void {
  if (into.spans.length >= limits.spans) throw tooLarge('spans per request', limits.spans, 'more')
  if (row.start === 0)
    return into.rejected.add('start_time_unix_nano is missing: the span has no place in time')
  if (row.start > Number.MAX_SAFE_INTEGER || row.end > Number.MAX_SAFE_INTEGER) {
    return into.rejected.add('a time lies beyond the year 2255')
  }
  if (row.end >= row.start) return void into.spans.push(row)
  // A clock set back, or a span exported before it ended. Its start is what other rows are matched by, so it stays.
  into.notes.add(
    row.end === 0
      ? 'spans without an end: kept with end = start'
      : 'spans that end before they start: kept with end = start',
  )
  into.spans.push({ ...row, end: unixUs(row.start) })
}

export interface LinkDraft {
  readonly traceId: string | undefined
  readonly spanId: string | undefined
  readonly attributes: Attributes
}

/** SDKs may record links whose ids are empty or zero; they lead nowhere, so they are noted and left out. */
export function keepLink(
  links: SpanLink[] | undefined,
  draft: LinkDraft,
  into: Collected,
): SpanLink[] | undefined {
  const { traceId = '', spanId = '', attributes } = draft
  if (isAllZero(traceId) || isAllZero(spanId)) {
    into.notes.add('links without ids: left out')
    return links
  }
  const link: SpanLink = { traceId: traceId as TraceId, spanId: spanId as SpanId, attributes }
  if (links === undefined) return [link]
  links.push(link)
  return links
}

/** Kinds that a later version of the protocol may add are `unspecified`, as the specification asks. */
export function spanKind(value: number): SpanKind {
  return SPAN_KINDS[value] ?? 'unspecified'
}

export function spanStatus(value: number): SpanStatus {
  return SPAN_STATUSES[value] ?? 'unset'
}

/** JSON has no NaN and no infinities, and rows are kept as JSON: their protobuf names then stand for them. */
export function doubleValue(value: number): AttributeValue {
  return Number.isFinite(value) ? value : String(value)
}

/** Sets a key as an own property; the last one of equal keys wins. */
export function put(target: Record<string, AttributeValue>, name: string, value: AttributeValue): void {
  if (name !== '__proto__') target[name] = value
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}

export function isAllZero(hex: string): boolean {
  return /^0*$/.test(hex)
}
