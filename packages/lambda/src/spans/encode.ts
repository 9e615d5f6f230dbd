import type { Attributes, Link, TimedEvent } from './otel.ts'
import { type HrTime, type SpanContext, SpanStatusCode } from '@opentelemetry/api'
import { key } from '@thermocline/wire'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { createWriter, type Writer } from './protobuf.ts'

// Field numbers of opentelemetry/proto/trace/v1/trace.proto and collector/trace/v1/trace_service.proto.

/** The message of a status, under the name that OpenTelemetry gives it where there is room for attributes alone. */
const STATUS_MESSAGE = 'otel.status_description'

/** What may be sent of some attributes. */
export type Redact = (attributes: Attributes) => Attributes

/** One ScopeSpans.spans entry, tag and length included, so that spans can be joined by concatenation. */
export function encodeSpan(span: ReadableSpan, redact: Redact = asTheyAre): Uint8Array {
  const out = createWriter()
  const mark = out.open(2)
  writeSpan(out, span, redact)
  out.close(mark)
  return out.finish()
}

function asTheyAre(attributes: Attributes): Attributes {
  return attributes
}

interface Scope {
  readonly name: string
  readonly version?: string
}

/** An ExportTraceServiceRequest of spans made by {@link encodeSpan}, all of one resource and scope. */
export function encodeRequest(resource: Attributes, scope: Scope, spans: readonly Uint8Array[]): Uint8Array {
  const out = createWriter()
  writeRequest(out, resource, scope, spans)
  return out.finish()
}

/** The same in base64. */
export function encodeRequestBase64(
  resource: Attributes,
  scope: Scope,
  spans: readonly Uint8Array[],
): string {
  const out = createWriter()
  writeRequest(out, resource, scope, spans)
  return out.finishBase64()
}

function writeRequest(out: Writer, resource: Attributes, scope: Scope, spans: readonly Uint8Array[]): void {
  const resourceSpans = out.open(1)
  const itsResource = out.open(1)
  writeAttributes(out, 1, resource)
  out.close(itsResource)
  const scopeSpans = out.open(2)
  const itsScope = out.open(1)
  out.string(1, scope.name)
  if (scope.version) out.string(2, scope.version)
  out.close(itsScope)
  for (const span of spans) out.raw(span)
  out.close(scopeSpans)
  out.close(resourceSpans)
}

// Without the trace state: what the caller put into it is his.
function writeSpan(out: Writer, span: ReadableSpan, redact: Redact): void {
  const context = span.spanContext()
  out.hex(1, context.traceId)
  out.hex(2, context.spanId)
  if (span.parentSpanContext) out.hex(4, span.parentSpanContext.spanId)
  out.string(5, span.name)
  // The API counts from INTERNAL = 0; the protocol has UNSPECIFIED there.
  out.uint(6, span.kind + 1)
  out.fixed64(7, nanoseconds(span.startTime))
  out.fixed64(8, nanoseconds(span.endTime))
  writeAttributes(out, 9, redact(span.attributes))
  if (span.droppedAttributesCount) out.uint(10, span.droppedAttributesCount)
  for (const event of span.events) writeEvent(out, event, redact)
  if (span.droppedEventsCount) out.uint(12, span.droppedEventsCount)
  for (const link of span.links) writeLink(out, link, redact)
  if (span.droppedLinksCount) out.uint(14, span.droppedLinksCount)
  if (span.status.code !== SpanStatusCode.UNSET) writeStatus(out, span.status, redact)
  out.fixed32(16, flags(context.traceFlags, span.parentSpanContext))
}

// Bits 0-7 are W3C's; bit 8 says that bit 9 is meant, and bit 9 that the parent is in another process.
function flags(traceFlags: number, parent: SpanContext | undefined): number {
  return (traceFlags & 0xff) | 0x100 | (parent?.isRemote ? 0x200 : 0)
}

function writeStatus(out: Writer, status: ReadableSpan['status'], redact: Redact): void {
  const mark = out.open(15)
  const message = status.message && redact({ [STATUS_MESSAGE]: status.message })[STATUS_MESSAGE]
  if (typeof message === 'string') out.string(2, message)
  out.uint(3, status.code)
  out.close(mark)
}

function writeEvent(out: Writer, event: TimedEvent, redact: Redact): void {
  const mark = out.open(11)
  out.fixed64(1, nanoseconds(event.time))
  out.string(2, event.name)
  writeAttributes(out, 3, redact(event.attributes ?? {}))
  if (event.droppedAttributesCount) out.uint(4, event.droppedAttributesCount)
  out.close(mark)
}

function writeLink(out: Writer, link: Link, redact: Redact): void {
  const mark = out.open(13)
  out.hex(1, link.context.traceId)
  out.hex(2, link.context.spanId)
  writeAttributes(out, 4, redact(link.attributes ?? {}))
  if (link.droppedAttributesCount) out.uint(5, link.droppedAttributesCount)
  out.fixed32(6, flags(link.context.traceFlags, link.context))
  out.close(mark)
}

interface Written {
  field: number
  value: unknown
  /** As it was written; undefined until the same value has come twice. */
  bytes: Uint8Array | undefined
}

// Most attributes of a root span are the same in every invocation of a process: those are copied. As many names as the
// contract has, and some of the user's; more are written anew each time.
const WRITTEN = new Map<string, Written>()
const MOST_WRITTEN = 256

function writeAttributes(out: Writer, field: number, attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (value === undefined) continue
    const last = WRITTEN.get(name)
    const same = last !== undefined && last.value === value && last.field === field
    if (same && last.bytes) {
      out.raw(last.bytes)
      continue
    }
    const begin = out.written()
    writeAttribute(out, field, name, value)
    if (same) last.bytes = out.since(begin)
    else if (last) forget(last, field, value)
    else if (WRITTEN.size < MOST_WRITTEN) WRITTEN.set(name, { field, value, bytes: undefined })
  }
}

function forget(last: Written, field: number, value: unknown): void {
  last.field = field
  last.value = value
  last.bytes = undefined
}

function writeAttribute(out: Writer, field: number, name: string, value: unknown): void {
  const pair = out.open(field)
  out.string(1, name)
  const its = out.open(2)
  writeValue(out, value, DOUBLES.has(name))
  out.close(its)
  out.close(pair)
}

function writeValue(out: Writer, value: unknown, double: boolean): void {
  if (typeof value === 'string') out.string(1, value)
  else if (typeof value === 'boolean') out.uint(2, value ? 1 : 0)
  else if (typeof value === 'number') writeNumber(out, value, double)
  else if (Array.isArray(value)) writeItems(out, value)
}

function writeItems(out: Writer, items: readonly unknown[]): void {
  const array = out.open(5)
  for (const item of items) {
    // An empty AnyValue stands for null: leaving an item out would move the ones after it.
    const one = out.open(1)
    writeValue(out, item, false)
    out.close(one)
  }
  out.close(array)
}

function writeNumber(out: Writer, value: number, double: boolean): void {
  if (Number.isSafeInteger(value) && !double) out.int(3, value)
  else out.double(4, value)
}

// JavaScript has one kind of number, so 100 ms would go out as an int and 100.5 ms as a double:
// a column must not change its type with its value.
const DOUBLES: ReadonlySet<string> = new Set([
  key.CONTAINER_AGE_MS,
  key.CONTAINER_IDLE_MS,
  key.INIT_DURATION_MS,
  key.INIT_TO_FIRST_INVOCATION_MS,
  key.SDK_OVERHEAD_US,
  key.SDK_LOOK_US,
  key.FLUSH_DURATION_US,
  key.FINDING_CONFIDENCE,
  key.MODULE_SELF_MS,
])

function nanoseconds(time: HrTime): bigint {
  const [seconds, rest] = time
  // An application may have ended a span at a time that is none; one field is not worth the span, nor those beside it.
  if (!Number.isInteger(seconds) || !Number.isFinite(rest)) return 0n
  return BigInt(seconds) * 1_000_000_000n + BigInt(Math.round(rest))
}
