import type { LogLine, RootLine } from '@thermocline/wire'
import { parse } from 'protobufjs'

// The parts of OTLP's trace schema that are sent, written out here so that no code of ours reads what ours wrote.
const SCHEMA = `
syntax = "proto3";
message Request { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schema_url = 3; }
message Scope { string name = 1; string version = 2; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5;
  int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9;
  uint32 dropped_attributes_count = 10; repeated Event events = 11; uint32 dropped_events_count = 12;
  repeated Link links = 13; uint32 dropped_links_count = 14; Status status = 15; fixed32 flags = 16;
}
message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4; }
message Link {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4;
  uint32 dropped_attributes_count = 5; fixed32 flags = 6;
}
message Status { string message = 2; int32 code = 3; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue {
  oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; ArrayValue array_value = 5; }
}
message ArrayValue { repeated AnyValue values = 1; }
`
const Request = parse(SCHEMA, { keepCase: true }).root.lookupType('Request')

/** The request as plain values: 64-bit numbers as strings, bytes as hexadecimal. */
export function decodeRequest(bytes: Uint8Array): WireRequest {
  const plain = Request.toObject(Request.decode(bytes), { longs: String, defaults: false })
  return JSON.parse(JSON.stringify(plain, bytesAsHex)) as WireRequest
}

interface WireRequest {
  readonly resource_spans: readonly {
    readonly resource: { readonly attributes: readonly WireAttribute[] }
    readonly scope_spans: readonly {
      readonly scope: { readonly name: string; readonly version: string }
      readonly spans: readonly WireSpan[]
    }[]
  }[]
}

interface WireAttribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

interface WireSpan {
  readonly trace_id: string
  readonly span_id: string
  readonly trace_state?: string
  readonly parent_span_id?: string
  readonly name: string
  readonly kind: number
  readonly start_time_unix_nano?: string
  readonly end_time_unix_nano?: string
  readonly attributes: readonly WireAttribute[]
  readonly links?: readonly { readonly trace_id: string; readonly span_id: string }[]
  readonly status?: { readonly code?: number; readonly message?: string }
  readonly flags: number
}

/** A span as tests like to read it. */
export interface SeenSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parent: string | undefined
  readonly traceState: string | undefined
  readonly name: string
  readonly kind: number
  readonly startMs: number
  readonly endMs: number
  readonly status: number
  readonly links: readonly string[]
  readonly attributes: Readonly<Record<string, unknown>>
  readonly resource: Readonly<Record<string, unknown>>
}

export function seenSpans(bytes: Uint8Array): SeenSpan[] {
  return decodeRequest(bytes).resource_spans.flatMap((group) =>
    group.scope_spans.flatMap((scope) =>
      scope.spans.map((span) => toSeen(span, plainAttributes(group.resource.attributes))),
    ),
  )
}

/** The spans of the lines of one process, each with what a short line leaves to the first root span. */
export function seenLines(lines: readonly LogLine[]): SeenSpan[] {
  let first: SeenSpan | undefined
  return lines.flatMap(({ d, rid }) => {
    const spans = typeof d === 'string' ? seenSpans(Buffer.from(d, 'base64')) : [seenRoot(d, rid, first)]
    first ??= spans.find(({ attributes }) => 'thermocline.start' in attributes)
    return spans
  })
}

// Written out here so that no code of ours reads what ours wrote.
const NUMBERS = [
  'thermocline.container.invocation',
  'thermocline.process.invocation',
  'thermocline.container.age_ms',
  'thermocline.container.idle_ms',
  'thermocline.sdk.overhead_us',
  'thermocline.flush.duration_us',
]
const AS_IN_THE_FIRST = /thread$|init\.type$|fingerprint$|tenant\.id$|invoked_arn$|resource_id$/

function seenRoot(d: RootLine, requestId: string, first: SeenSpan | undefined): SeenSpan {
  const [name, container, process, traceId, spanId, parent, start, duration, numbers, others] = d
  const constant = Object.entries(first?.attributes ?? {}).filter(([key]) => AS_IN_THE_FIRST.test(key))
  const counted = numbers.map((value, index) => [NUMBERS[index], value]).filter(([, value]) => value !== null)
  return {
    traceId,
    spanId,
    parent: parent || undefined,
    traceState: undefined,
    name,
    kind: 2,
    startMs: start / 1000,
    endMs: (start + duration) / 1000,
    status: 0,
    links: [],
    attributes: {
      ...Object.fromEntries(constant),
      'faas.invocation.id': requestId,
      'faas.invocation_id': requestId,
      'thermocline.container.id': container,
      'thermocline.process.id': process,
      'thermocline.start': 'warm',
      'faas.coldstart': false,
      'thermocline.flush.mode': 'log',
      'thermocline.sdk.dropped_spans': 0,
      'thermocline.flush.outcome': 'ok',
      ...Object.fromEntries(counted),
      ...others,
    },
    resource: { 'service.instance.id': container, 'thermocline.process.id': process },
  }
}

function toSeen(span: WireSpan, resource: SeenSpan['resource']): SeenSpan {
  return {
    traceId: span.trace_id,
    spanId: span.span_id,
    parent: span.parent_span_id,
    traceState: span.trace_state,
    name: span.name,
    kind: span.kind,
    startMs: Number(BigInt(span.start_time_unix_nano ?? 0) / 1000n) / 1000,
    endMs: Number(BigInt(span.end_time_unix_nano ?? 0) / 1000n) / 1000,
    status: span.status?.code ?? 0,
    links: (span.links ?? []).map((link) => link.span_id),
    attributes: plainAttributes(span.attributes),
    resource,
  }
}

function plainAttributes(attributes: readonly WireAttribute[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value)]))
}

function plainValue(value: WireAttribute['value']): unknown {
  if ('int_value' in value) return Number(value['int_value'])
  if ('array_value' in value) {
    // An empty list has none at all.
    const { values = [] } = value['array_value'] as { readonly values?: readonly WireAttribute['value'][] }
    return values.map(plainValue)
  }
  return Object.values(value)[0]
}

function bytesAsHex(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const raw = this[name]
  if (raw instanceof Uint8Array) return Buffer.from(raw).toString('hex')
  return value
}
