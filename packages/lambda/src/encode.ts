import type { Attributes, Link, TimedEvent } from './otel.ts'
import { type HrTime, type SpanContext, SpanStatusCode } from '@opentelemetry/api'
import { key } from '@thermocline/wire'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { createWriter, type Writer } from './protobuf.ts'

// Field numbers of opentelemetry/proto/trace/v1/trace.proto and collector/trace/v1/trace_service.proto.

/** One ScopeSpans.spans entry, tag and length included, so that spans can be joined by concatenation. */
export function encodeSpan(span: ReadableSpan): Uint8Array {
  const out = createWriter()
  out.message(2, () => writeSpan(out, span))
  return out.finish()
}

/** An ExportTraceServiceRequest of spans made by {@link encodeSpan}, all of one resource and scope. */
export function encodeRequest(
  resource: Attributes,
  scope: { readonly name: string; readonly version?: string },
  spans: readonly Uint8Array[],
): Uint8Array {
  const out = createWriter()
  out.message(1, () => {
    out.message(1, () => writeAttributes(out, 1, resource))
    out.message(2, () => {
      out.message(1, () => {
        out.string(1, scope.name)
        if (scope.version) out.string(2, scope.version)
      })
      for (const span of spans) out.raw(span)
    })
  })
  return out.finish()
}

function writeSpan(out: Writer, span: ReadableSpan): void {
  const context = span.spanContext()
  out.hex(1, context.traceId)
  out.hex(2, context.spanId)
  writeTraceState(out, 3, context)
  if (span.parentSpanContext) out.hex(4, span.parentSpanContext.spanId)
  out.string(5, span.name)
  // The API counts from INTERNAL = 0; the protocol has UNSPECIFIED there.
  out.uint(6, span.kind + 1)
  out.fixed64(7, nanoseconds(span.startTime))
  out.fixed64(8, nanoseconds(span.endTime))
  writeAttributes(out, 9, span.attributes)
  if (span.droppedAttributesCount) out.uint(10, span.droppedAttributesCount)
  for (const event of span.events) out.message(11, () => writeEvent(out, event))
  if (span.droppedEventsCount) out.uint(12, span.droppedEventsCount)
  for (const link of span.links) out.message(13, () => writeLink(out, link))
  if (span.droppedLinksCount) out.uint(14, span.droppedLinksCount)
  if (span.status.code !== SpanStatusCode.UNSET) out.message(15, () => writeStatus(out, span.status))
  out.fixed32(16, flags(context.traceFlags, span.parentSpanContext))
}

// Bits 0-7 are W3C's; bit 8 says that bit 9 is meant, and bit 9 that the parent is in another process.
function flags(traceFlags: number, parent: SpanContext | undefined): number {
  return (traceFlags & 0xff) | 0x100 | (parent?.isRemote ? 0x200 : 0)
}

function writeStatus(out: Writer, status: ReadableSpan['status']): void {
  if (status.message) out.string(2, status.message)
  out.uint(3, status.code)
}

function writeEvent(out: Writer, event: TimedEvent): void {
  out.fixed64(1, nanoseconds(event.time))
  out.string(2, event.name)
  writeAttributes(out, 3, event.attributes ?? {})
  if (event.droppedAttributesCount) out.uint(4, event.droppedAttributesCount)
}

function writeLink(out: Writer, link: Link): void {
  out.hex(1, link.context.traceId)
  out.hex(2, link.context.spanId)
  writeTraceState(out, 3, link.context)
  writeAttributes(out, 4, link.attributes ?? {})
  if (link.droppedAttributesCount) out.uint(5, link.droppedAttributesCount)
  out.fixed32(6, flags(link.context.traceFlags, link.context))
}

function writeTraceState(out: Writer, field: number, context: SpanContext): void {
  const state = context.traceState?.serialize()
  if (state) out.string(field, state)
}

function writeAttributes(out: Writer, field: number, attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]
    if (value === undefined) continue
    out.message(field, () => {
      out.string(1, name)
      out.message(2, () => writeValue(out, value, DOUBLES.has(name)))
    })
  }
}

function writeValue(out: Writer, value: unknown, double: boolean): void {
  if (typeof value === 'string') out.string(1, value)
  else if (typeof value === 'boolean') out.uint(2, value ? 1 : 0)
  else if (typeof value === 'number') writeNumber(out, value, double)
  else if (Array.isArray(value)) out.message(5, () => writeItems(out, value))
}

function writeItems(out: Writer, items: readonly unknown[]): void {
  // An empty AnyValue stands for null: leaving an item out would move the ones after it.
  for (const item of items) out.message(1, () => writeValue(out, item, false))
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
  key.FINDING_CONFIDENCE,
])

function nanoseconds(time: HrTime): bigint {
  return BigInt(time[0]) * 1_000_000_000n + BigInt(Math.round(time[1]))
}
