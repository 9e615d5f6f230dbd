import type { SpanRow } from '@thermocline/wire'
import { key, unixUs } from '@thermocline/wire'
import type { SpanId, TraceId } from '@thermocline/wire'
import { fileURLToPath } from 'node:url'
import protobuf from 'protobufjs'

// The official definitions, so that the oracle shares nothing with the decoder.
const PROTO_ROOT = fileURLToPath(new URL('../../../third_party/opentelemetry-proto/', import.meta.url))
const proto = new protobuf.Root()
proto.resolvePath = (_origin, target) => PROTO_ROOT + target
proto.loadSync('opentelemetry/proto/collector/trace/v1/trace_service.proto', { keepCase: false })

const Request = proto.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest')
const Response = proto.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse')

export const PROTOBUF = { contentType: 'application/x-protobuf' }
export const JSON_TYPE = { contentType: 'application/json' }

/** A request as an object of the official definitions, as bytes. */
export function encode(request: object): Uint8Array {
  return Request.encode(Request.fromObject(request)).finish()
}

export function decodeResponse(body: Uint8Array): object {
  return Response.toObject(Response.decode(body), { longs: Number })
}

interface OracleValue {
  readonly value?: string
  readonly stringValue?: string
  readonly boolValue?: boolean
  readonly intValue?: string
  readonly doubleValue?: number
  readonly bytesValue?: string
  readonly arrayValue?: { readonly values: readonly OracleValue[] }
  readonly kvlistValue?: { readonly values: readonly OracleAttribute[] }
}

interface OracleAttribute {
  readonly key: string
  readonly value: OracleValue
}

interface OracleLink {
  readonly traceId: string
  readonly spanId: string
  readonly attributes: readonly OracleAttribute[]
}

interface OracleSpan extends OracleLink {
  readonly parentSpanId: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly status: { readonly code: number; readonly message: string }
  readonly events: readonly { timeUnixNano: string; name: string; attributes: readonly OracleAttribute[] }[]
  readonly links: readonly OracleLink[]
}

interface OracleGroup {
  readonly resource: { readonly attributes: readonly OracleAttribute[] } | null
  readonly scopeSpans: readonly {
    readonly scope: { readonly name: string }
    readonly spans: readonly OracleSpan[]
  }[]
}

/** The rows that protobufjs and the official definitions make of a request. */
export function oracleRows(body: Uint8Array): object[] {
  const options = { longs: String, bytes: String, defaults: true, oneofs: true, arrays: true }
  const { resourceSpans } = Request.toObject(Request.decode(body), options) as {
    resourceSpans: OracleGroup[]
  }
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        ...idsOf(span),
        ...(span.parentSpanId === '' ? {} : { parentSpanId: hex(span.parentSpanId) }),
        name: span.name,
        kind: ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'][span.kind],
        start: microseconds(span.startTimeUnixNano),
        end: microseconds(span.endTimeUnixNano),
        status: ['unset', 'ok', 'error'][span.status.code],
        statusMessage: span.status.message,
        scope: scope.name,
        resource: plainAttributes(resource?.attributes ?? []),
        events: span.events.map(({ timeUnixNano, name, attributes }) => ({
          time: microseconds(timeUnixNano),
          name,
          attributes: plainAttributes(attributes),
        })),
        links: span.links.map(idsOf),
      })),
    ),
  )
}

function idsOf({ traceId, spanId, attributes }: OracleLink): object {
  return { traceId: hex(traceId), spanId: hex(spanId), attributes: plainAttributes(attributes) }
}

function plainAttributes(attributes: readonly OracleAttribute[]): object {
  return Object.fromEntries(attributes.map(({ key: name, value }) => [name, plainValue(value)]))
}

function plainValue(any: OracleValue): unknown {
  if (any.value === 'intValue') {
    const number = Number(any.intValue)
    return Number.isSafeInteger(number) ? number : any.intValue
  }
  if (any.value === 'arrayValue') return any.arrayValue?.values.map(plainValue)
  if (any.value === 'kvlistValue') return plainAttributes(any.kvlistValue?.values ?? [])
  return any[any.value as 'stringValue']
}

function hex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex')
}

function microseconds(nanoseconds: string): number {
  return Number(BigInt(nanoseconds) / 1000n)
}

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
export const SPAN_ID = 'b7ad6b7169203331'

/** One span for {@link encode}; ids in hex. */
export function protoSpan(fields: object = {}): Record<string, unknown> {
  return {
    traceId: Buffer.from(TRACE_ID, 'hex'),
    spanId: Buffer.from(SPAN_ID, 'hex'),
    name: 'orders',
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000000250000000',
    ...fields,
  }
}

export function protoRequest(...spans: readonly object[]): Uint8Array {
  return encode({ resourceSpans: [{ scopeSpans: [{ scope: { name: 'test' }, spans }] }] })
}

/** One span in OTLP/JSON. */
export function jsonSpan(fields: object = {}): Record<string, unknown> {
  return {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    name: 'orders',
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000000250000000',
    ...fields,
  }
}

export function jsonRequest(...spans: readonly object[]): Uint8Array {
  return Buffer.from(
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: 'test' }, spans }] }] }),
  )
}

export const STREAM = '2026/08/08/[$LATEST]72ff54cfc8da40ecac7783b781764e46'
export const REQUEST_ID = '8edab1f8-7d34-4a8e-a965-15ccbbb78d4c'

/** A row as a decoder gives it: a root of ours unless told otherwise. */
export function row(fields: Partial<SpanRow> = {}): SpanRow {
  return {
    traceId: TRACE_ID as TraceId,
    spanId: SPAN_ID as SpanId,
    name: 'orders',
    kind: 'server',
    start: unixUs(1_700_000_000_000_000),
    end: unixUs(1_700_000_000_250_000),
    status: 'unset',
    statusMessage: '',
    scope: key.SCOPE_NAME,
    resource: {},
    attributes: {
      [key.START]: 'warm',
      [key.CONTAINER_ID]: STREAM,
      [key.FAAS_INVOCATION_ID]: REQUEST_ID,
    },
    links: [],
    events: [],
    ...fields,
  }
}

/** The code and message of what `run` throws. */
export function failureOf(run: () => unknown): { code: unknown; message: string } {
  try {
    run()
  } catch (error) {
    const { code, message } = error as { code: unknown; message: string }
    return { code, message }
  }
  return { code: 'nothing thrown', message: '' }
}
