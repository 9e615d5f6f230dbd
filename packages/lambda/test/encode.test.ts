import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { key } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { encodeRequest, encodeSpan } from '../src/spans/encode.ts'
import { createWriter } from '../src/spans/protobuf.ts'
import { decodeRequest, seenSpans } from './decode.ts'

const exporter = new InMemorySpanExporter()
const tracer = new BasicTracerProvider({
  sampler: new AlwaysOnSampler(),
  spanProcessors: [new SimpleSpanProcessor(exporter)],
}).getTracer('scope', '1.2.3')

test('a span with every kind of attribute, link, event and status reads as the official encoder writes it', () => {
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0, isRemote: true }
  const made = spanOf(() => {
    const span = tracer.startSpan(
      'work ✓',
      {
        kind: SpanKind.CONSUMER,
        startTime: [1_700_000_000, 123_456_789],
        links: [
          {
            context: { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 },
            attributes: { a: 1 },
          },
        ],
        attributes: {
          text: 'käse 😀',
          empty: '',
          long: 'x'.repeat(20_000),
          zero: 0,
          one: 1,
          negative: -1,
          big: Number.MAX_SAFE_INTEGER,
          small: Number.MIN_SAFE_INTEGER,
          double: 0.1,
          huge: 1e300,
          yes: true,
          no: false,
          words: ['a', 'b'],
          numbers: [1, 2.5, -3],
          none: [],
        },
      },
      trace.setSpanContext(ROOT_CONTEXT, parent),
    )
    span.addEvent('event', { b: 'c' }, [1_700_000_001, 5])
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'broke' })
    span.end([1_700_000_002, 999_999_999])
  })
  const official = ProtobufTraceSerializer.serializeRequest([made])
  const own = encodeRequest(made.resource.attributes, made.instrumentationScope, [encodeSpan(made)])
  expect(decodeRequest(own)).toEqual(decodeRequest(official ?? new Uint8Array()))
})

test('a duration of whole milliseconds stays a double, so that its column keeps one type', () => {
  const made = spanOf(() => {
    tracer
      .startSpan('s', { attributes: { [key.CONTAINER_AGE_MS]: 100, [key.PROCESS_INVOCATION]: 100 } })
      .end()
  })
  const request = decodeRequest(encodeRequest({}, { name: 's' }, [encodeSpan(made)]))
  expect(request.resource_spans[0]?.scope_spans[0]?.spans[0]?.attributes).toEqual([
    { key: key.CONTAINER_AGE_MS, value: { double_value: 100 } },
    { key: key.PROCESS_INVOCATION, value: { int_value: '100' } },
  ])
})

test('spans encoded apart and joined are read as one request', () => {
  const [one, two] = [
    spanOf(() => tracer.startSpan('one').end()),
    spanOf(() => tracer.startSpan('two').end()),
  ]
  const bytes = encodeRequest({ r: 'x' }, { name: 's' }, [encodeSpan(one), encodeSpan(two)])
  expect(seenSpans(bytes).map(({ name, resource }) => [name, resource])).toEqual([
    ['one', { r: 'x' }],
    ['two', { r: 'x' }],
  ])
})

test('a value that stays is sent whole each time, and so is one that changes in between', () => {
  const values = ['a', 'a', 'a', 'b', 'a', 'a', 'a']
  const spans = values.map((value) =>
    encodeSpan(spanOf(() => tracer.startSpan('s', { attributes: { stays: 7, changes: value } }).end())),
  )
  const seen = seenSpans(encodeRequest({ changes: 'of the resource' }, { name: 's' }, spans))
  expect(seen.map(({ attributes }) => attributes)).toEqual(values.map((changes) => ({ stays: 7, changes })))
  expect(seen[0]?.resource).toEqual({ changes: 'of the resource' })
})

test.each([0, 1, 127, 128, 129, 16_383, 16_384, 2_097_151, 2_097_152])(
  'a text of %i bytes keeps its length through nested messages',
  (length) => {
    const writer = createWriter()
    const [outer, inner] = [writer.open(1), writer.open(2)]
    writer.string(1, 'y'.repeat(length))
    writer.close(inner)
    writer.close(outer)
    const bytes = writer.finish()
    expect(Buffer.from(bytes).toString('latin1').split('y').length - 1).toBe(length)
    expect(readLengths(bytes)).toEqual([bytes.length, length])
  },
)

/** Length of the message as its own headers tell it, and of the text inside. */
function readLengths(bytes: Uint8Array): [number, number] {
  let at = 0
  let length = 0
  for (let depth = 0; depth < 3; depth += 1) {
    at += 1
    let shift = 1
    length = 0
    for (;;) {
      const byte = bytes[at++] ?? 0
      length += (byte & 127) * shift
      shift *= 128
      if (byte < 128) break
    }
  }
  return [at + length, length]
}

function spanOf(work: () => void): ReadableSpan {
  exporter.reset()
  work()
  const made = exporter.getFinishedSpans()[0]
  if (!made) throw new Error('no span was made')
  return made
}
