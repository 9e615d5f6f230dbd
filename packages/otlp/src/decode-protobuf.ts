import type { Attributes, SpanEvent, SpanId, SpanLink, SpanRow, TraceId } from '@thermocline/wire'
import { unixUs } from '@thermocline/wire'
import type { Collected, LinkDraft } from './collect.ts'
import { collected, isAllZero, keep, keepLink, spanKind, spanStatus } from './collect.ts'
import type { MutableAttributes } from './decode-attributes.ts'
import { bounded, keyValue } from './decode-attributes.ts'
import type { OtlpLimits } from './limits.ts'
import type { Cursor } from './reader.ts'
import {
  bad,
  BYTES,
  cursorOf,
  fields,
  FIXED64,
  messageEnd,
  readId,
  readString,
  readTag,
  readTimeUs,
  readVarint,
  skip,
  tagOf,
  VARINT,
} from './reader.ts'

// One function per message of trace_service.proto, straight to rows: no message objects in between.
// Fields may come in any order, unknown ones are passed over, and a known one in the wrong wire type is refused.

/** The spans of an ExportTraceServiceRequest in protobuf. Throws `bad_otlp` or `too_large`, with the byte. */
export function decodeProtobuf(body: Uint8Array, limits: OtlpLimits): Collected {
  const cursor = cursorOf(body, limits)
  const end = cursor.bytes.length
  const into = collected()
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === FIRST_MESSAGE) resourceSpans(cursor, messageEnd(cursor, end), into)
    else skip(cursor, tag, end, 'ExportTraceServiceRequest', fields(1))
  }
  return into
}

const FIRST_MESSAGE = tagOf(1, BYTES)
const SECOND_MESSAGE = tagOf(2, BYTES)
const FIRST_TWO = fields(1, 2)

function resourceSpans(cursor: Cursor, end: number, into: Collected): void {
  // Filled when the resource is met, which may be after the spans that already point at it.
  const resource: MutableAttributes = {}
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === FIRST_MESSAGE) resourceAttributes(cursor, messageEnd(cursor, end), resource)
    else if (tag === SECOND_MESSAGE) scopeSpans(cursor, messageEnd(cursor, end), resource, into)
    else skip(cursor, tag, end, 'ResourceSpans', FIRST_TWO)
  }
}

function resourceAttributes(cursor: Cursor, end: number, resource: MutableAttributes): void {
  let count = 0
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag !== FIRST_MESSAGE) {
      skip(cursor, tag, end, 'Resource', fields(1))
      continue
    }
    bounded(cursor, 'attributes of one resource', cursor.limits.attributes, ++count)
    keyValue(cursor, messageEnd(cursor, end), resource, 0)
  }
}

function scopeSpans(cursor: Cursor, end: number, resource: Attributes, into: Collected): void {
  const scope = scopeName(cursor, end)
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === SECOND_MESSAGE)
      keep(into, span(cursor, messageEnd(cursor, end), scope, resource, into), cursor.limits)
    else skip(cursor, tag, end, 'ScopeSpans', fields(2))
  }
}

/** Looked for first, because every span's row carries it; the cursor stays where it was. */
function scopeName(cursor: Cursor, end: number): string {
  const from = cursor.at
  let name = ''
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === FIRST_MESSAGE) name = nameInScope(cursor, messageEnd(cursor, end)) ?? name
    else skip(cursor, tag, end, 'ScopeSpans', fields(1))
  }
  cursor.at = from
  return name
}

function nameInScope(cursor: Cursor, end: number): string | undefined {
  let name: string | undefined
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === FIRST_MESSAGE) name = readString(cursor, end)
    else skip(cursor, tag, end, 'InstrumentationScope', fields(1))
  }
  return name
}

const TRACE_ID = tagOf(1, BYTES)
const SPAN_ID = tagOf(2, BYTES)
const PARENT_SPAN_ID = tagOf(4, BYTES)
const NAME = tagOf(5, BYTES)
const KIND = tagOf(6, VARINT)
const START = tagOf(7, FIXED64)
const END = tagOf(8, FIXED64)
const ATTRIBUTE = tagOf(9, BYTES)
const EVENT = tagOf(11, BYTES)
const LINK = tagOf(13, BYTES)
const STATUS = tagOf(15, BYTES)
const SPAN_FIELDS = fields(1, 2, 4, 5, 6, 7, 8, 9, 11, 13, 15)
const NO_EVENTS: readonly SpanEvent[] = []
const NO_LINKS: readonly SpanLink[] = []

function span(cursor: Cursor, end: number, scope: string, resource: Attributes, into: Collected): SpanRow {
  const { limits, at } = cursor
  const attributes: MutableAttributes = {}
  const status: Status = { code: 0, message: '' }
  let [traceId, spanId, parentSpanId]: (string | undefined)[] = []
  let name = ''
  let [kind, start, stop, attributeCount] = [0, 0, 0, 0]
  let events: SpanEvent[] | undefined
  let links: SpanLink[] | undefined
  let linkCount = 0
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    switch (tag) {
      case TRACE_ID:
        traceId = readId(cursor, end, 16, 'trace_id')
        break
      case SPAN_ID:
        spanId = readId(cursor, end, 8, 'span_id')
        break
      case PARENT_SPAN_ID:
        parentSpanId = readId(cursor, end, 8, 'parent_span_id')
        break
      case NAME:
        name = readString(cursor, end)
        break
      case KIND:
        kind = readVarint(cursor, end)
        break
      case START:
        start = readTimeUs(cursor, end)
        break
      case END:
        stop = readTimeUs(cursor, end)
        break
      case ATTRIBUTE:
        bounded(cursor, 'attributes of one span', limits.attributes, ++attributeCount)
        keyValue(cursor, messageEnd(cursor, end), attributes, 0)
        break
      case EVENT:
        events ??= []
        bounded(cursor, 'events of one span', limits.eventsPerSpan, events.length + 1)
        events.push(event(cursor, messageEnd(cursor, end)))
        break
      case LINK:
        bounded(cursor, 'links of one span', limits.linksPerSpan, ++linkCount)
        links = keepLink(links, link(cursor, messageEnd(cursor, end)), into)
        break
      case STATUS:
        readStatus(cursor, messageEnd(cursor, end), status)
        break
      default:
        skip(cursor, tag, end, 'Span', SPAN_FIELDS)
    }
  }
  const row: Omit<SpanRow, 'parentSpanId'> = {
    traceId: present(traceId, at, 'trace_id') as TraceId,
    spanId: present(spanId, at, 'span_id') as SpanId,
    name,
    kind: spanKind(kind),
    start: unixUs(start),
    end: unixUs(stop),
    status: spanStatus(status.code),
    statusMessage: status.message,
    scope,
    resource,
    attributes,
    links: links ?? NO_LINKS,
    events: events ?? NO_EVENTS,
  }
  // Some exporters write eight zero bytes where there is no parent.
  if (parentSpanId === undefined || isAllZero(parentSpanId)) return row
  return { ...row, parentSpanId: parentSpanId as SpanId }
}

interface Status {
  code: number
  message: string
}

function readStatus(cursor: Cursor, end: number, status: Status): void {
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === tagOf(2, BYTES)) status.message = readString(cursor, end)
    else if (tag === tagOf(3, VARINT)) status.code = readVarint(cursor, end)
    else skip(cursor, tag, end, 'Status', fields(2, 3))
  }
}

function event(cursor: Cursor, end: number): SpanEvent {
  const attributes: MutableAttributes = {}
  let [time, count] = [0, 0]
  let name = ''
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === tagOf(1, FIXED64)) time = readTimeUs(cursor, end)
    else if (tag === tagOf(2, BYTES)) name = readString(cursor, end)
    else if (tag === tagOf(3, BYTES)) {
      bounded(cursor, 'attributes of one event', cursor.limits.attributes, ++count)
      keyValue(cursor, messageEnd(cursor, end), attributes, 0)
    } else skip(cursor, tag, end, 'Event', fields(1, 2, 3))
  }
  return { time: unixUs(time), name, attributes }
}

function link(cursor: Cursor, end: number): LinkDraft {
  const attributes: MutableAttributes = {}
  let [traceId, spanId]: (string | undefined)[] = []
  let count = 0
  while (cursor.at < end) {
    const tag = readTag(cursor, end)
    if (tag === tagOf(1, BYTES)) traceId = readId(cursor, end, 16, 'trace_id of a link')
    else if (tag === tagOf(2, BYTES)) spanId = readId(cursor, end, 8, 'span_id of a link')
    else if (tag === tagOf(4, BYTES)) {
      bounded(cursor, 'attributes of one link', cursor.limits.attributes, ++count)
      keyValue(cursor, messageEnd(cursor, end), attributes, 0)
    } else skip(cursor, tag, end, 'Link', fields(1, 2, 4))
  }
  return { traceId, spanId, attributes }
}

function present(id: string | undefined, at: number, what: string): string {
  if (id === undefined) throw bad(at, `${what} must be present, got none in the message that begins here`)
  if (isAllZero(id)) throw bad(at, `${what} must not be all zero in the message that begins here`)
  return id
}
