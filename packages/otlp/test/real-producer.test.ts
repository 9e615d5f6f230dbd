import type { Context } from '@opentelemetry/api'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { beforeAll, describe, expect, test } from 'vitest'
import { encodeTraceResponse, readTraces } from '../src/index.ts'
import { JSON_TYPE, PROTOBUF } from './builder.ts'

// What OpenTelemetry's own SDK makes, through its own serializers.

let finished: ReadableSpan[] = []
beforeAll(() => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const tracer = provider.getTracer('some-library', '1.2.3')
  const root = tracer.startSpan(
    'GET /orders',
    {
      kind: SpanKind.SERVER,
      startTime: new Date('2026-08-08T10:00:00.123Z'),
      attributes: { 'faas.coldstart': true },
    },
    ROOT_CONTEXT,
  )
  const inRoot: Context = trace.setSpan(ROOT_CONTEXT, root)
  const child = tracer.startSpan(
    'query',
    { kind: SpanKind.CLIENT, links: [{ context: root.spanContext(), attributes: { why: 'test' } }] },
    inRoot,
  )
  child.setAttributes({ n: 7, ratio: 0.5, names: ['a', 'b'], none: undefined, negative: -3, big: 2 ** 52 })
  child.addEvent('retry', { attempt: 2 })
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'timeout' })
  child.end()
  root.end(new Date('2026-08-08T10:00:00.623Z'))
  finished = exporter.getFinishedSpans()
})

describe('spans of the OpenTelemetry SDK', () => {
  test('say the same in protobuf and in JSON', () => {
    const protobuf = readTraces(ProtobufTraceSerializer.serializeRequest(finished) as Uint8Array, PROTOBUF)
    const json = readTraces(JsonTraceSerializer.serializeRequest(finished) as Uint8Array, JSON_TYPE)
    expect(protobuf.spans).toBe(2)
    expect(json).toEqual(protobuf)
  })

  test('keep what the SDK was told', () => {
    const [child, root] = readTraces(
      ProtobufTraceSerializer.serializeRequest(finished) as Uint8Array,
      PROTOBUF,
    ).intake.spans
    expect(root).toMatchObject({
      name: 'GET /orders',
      kind: 'server',
      scope: 'some-library',
      start: Date.parse('2026-08-08T10:00:00.123Z') * 1000,
      end: Date.parse('2026-08-08T10:00:00.623Z') * 1000,
      status: 'unset',
      attributes: { 'faas.coldstart': true },
    })
    expect(root).not.toHaveProperty('parentSpanId')
    expect(child).toMatchObject({
      traceId: root?.traceId,
      parentSpanId: root?.spanId,
      kind: 'client',
      status: 'error',
      statusMessage: 'timeout',
      attributes: { n: 7, ratio: 0.5, names: ['a', 'b'], negative: -3, big: 4_503_599_627_370_496 },
      links: [{ traceId: root?.traceId, spanId: root?.spanId, attributes: { why: 'test' } }],
      events: [{ name: 'retry', attributes: { attempt: 2 } }],
    })
    expect(child?.resource).toMatchObject({ 'telemetry.sdk.name': 'opentelemetry' })
  })
})

describe('what we answer is read by the exporters of the OpenTelemetry SDK', () => {
  const partial = { rejected: [{ count: 2, reason: 'no time' }], notes: [{ count: 1, reason: 'no end' }] }
  const read = { partialSuccess: { rejectedSpans: 2, errorMessage: '2: no time; 1: no end' } }

  test('in protobuf', () => {
    const { body, contentType } = encodeTraceResponse('application/x-protobuf', partial)
    expect(contentType).toBe('application/x-protobuf')
    expect(ProtobufTraceSerializer.deserializeResponse(body)).toMatchObject(read)
  })

  test('in JSON, the count as a string, as OTLP/JSON has 64-bit integers', () => {
    const { body, contentType } = encodeTraceResponse('application/json; charset=utf-8', partial)
    expect(contentType).toBe('application/json')
    expect(JsonTraceSerializer.deserializeResponse(body)).toEqual({
      partialSuccess: { rejectedSpans: '2', errorMessage: '2: no time; 1: no end' },
    })
  })
})
