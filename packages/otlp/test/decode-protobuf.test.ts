import { describe, expect, test } from 'vitest'
import { readTraces } from '../src/index.ts'
import { seeded } from '@thermocline/testkit/random'
import {
  encode,
  failureOf,
  oracleRows,
  PROTOBUF,
  protoRequest,
  protoSpan,
  SPAN_ID,
  TRACE_ID,
} from './builder.ts'

function spansOf(body: Uint8Array) {
  return readTraces(body, PROTOBUF).intake.spans
}

describe('a request in protobuf', () => {
  test('becomes rows with every field in its place', () => {
    const link = {
      traceId: Buffer.alloc(16, 7),
      spanId: Buffer.alloc(8, 9),
      attributes: [text('why', 'batch')],
    }
    const event = { timeUnixNano: '1700000000100000999', name: 'seen', attributes: [text('a', 'b')] }
    const body = encode({
      resourceSpans: [
        {
          resource: { attributes: [text('faas.name', 'orders')] },
          scopeSpans: [
            {
              scope: { name: 'scope', version: '1' },
              spans: [
                protoSpan({
                  parentSpanId: Buffer.alloc(8, 1),
                  kind: 2,
                  status: { code: 2, message: 'broke' },
                  links: [link],
                  events: [event],
                  traceState: 'a=b',
                  flags: 1,
                  droppedAttributesCount: 3,
                }),
              ],
            },
          ],
        },
      ],
    })
    expect(spansOf(body)).toEqual([
      {
        traceId: TRACE_ID,
        spanId: SPAN_ID,
        parentSpanId: '0101010101010101',
        name: 'orders',
        kind: 'server',
        start: 1_700_000_000_000_000,
        end: 1_700_000_000_250_000,
        status: 'error',
        statusMessage: 'broke',
        scope: 'scope',
        resource: { 'faas.name': 'orders' },
        attributes: {},
        links: [{ traceId: '07'.repeat(16), spanId: '09'.repeat(8), attributes: { why: 'batch' } }],
        events: [{ time: 1_700_000_000_100_000, name: 'seen', attributes: { a: 'b' } }],
      },
    ])
  })

  test('keeps values of every type, integers exact to the last digit', () => {
    const attributes = [
      text('text', 'zwölf ✓'),
      { key: 'yes', value: { boolValue: true } },
      { key: 'minus', value: { intValue: '-5' } },
      { key: 'safe', value: { intValue: '9007199254740991' } },
      { key: 'large', value: { intValue: '9223372036854775807' } },
      { key: 'lowest', value: { intValue: '-9223372036854775808' } },
      { key: 'ratio', value: { doubleValue: 0.25 } },
      { key: 'nan', value: { doubleValue: Number.NaN } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, { intValue: 1 }, {}] } } },
      { key: 'map', value: { kvlistValue: { values: [text('in', 'side')] } } },
      { key: 'bytes', value: { bytesValue: Buffer.from([0, 255]) } },
      { key: 'none' },
      text('replacement', '\ufffd'),
    ]
    expect(spansOf(protoRequest(protoSpan({ attributes })))[0]?.attributes).toEqual({
      text: 'zwölf ✓',
      yes: true,
      minus: -5,
      safe: 9_007_199_254_740_991,
      large: '9223372036854775807',
      lowest: '-9223372036854775808',
      ratio: 0.25,
      nan: 'NaN',
      list: ['a', 1, null],
      map: { in: 'side' },
      bytes: 'AP8=',
      none: null,
      replacement: '\ufffd',
    })
  })

  test('cannot reach a prototype through an attribute name', () => {
    const [span] = spansOf(protoRequest(protoSpan({ attributes: [text('__proto__', 'mine')] })))
    expect(Object.keys(span?.attributes ?? {})).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(span?.attributes)).toBe(Object.prototype)
  })

  test('may bring resource and scope after the spans', () => {
    const resource = delimited(
      1,
      delimited(1, Buffer.concat([bytes(1, 'where'), delimited(2, bytes(1, 'late'))])),
    )
    const scope = delimited(1, bytes(1, 'late-scope'))
    const spanBytes = protoRequest(protoSpan())
    const span = Buffer.from(spanBytes).subarray(spanBytes.indexOf(0x12, 6))
    const body = delimited(1, Buffer.concat([delimited(2, Buffer.concat([span, scope])), resource]))
    expect(spansOf(body)).toMatchObject([{ scope: 'late-scope', resource: { where: 'late' } }])
  })

  test('may hold fields and enum values of later versions', () => {
    const request = Buffer.from(protoRequest(protoSpan({ kind: 77, status: { code: 9 } })))
    const body = Buffer.concat([request, bytes(99, 'new'), Buffer.from([0xa0, 0x06, 0x01])])
    expect(spansOf(body)).toMatchObject([{ kind: 'unspecified', status: 'unset' }])
  })

  test('may be empty', () => {
    expect(readTraces(new Uint8Array(), PROTOBUF)).toMatchObject({ spans: 0, rejected: [] })
  })

  test.each([
    ['1', 0],
    ['1999', 1],
    ['1700000000123456789', 1_700_000_000_123_456],
    ['4294967295999', 4_294_967_295],
    ['4294967296000', 4_294_967_296],
    ['9007199254740991000', 9_007_199_254_740_991],
  ])('turns %s ns into %i us without losing a digit', (nanoseconds, microseconds) => {
    const event = { timeUnixNano: nanoseconds, name: 'e' }
    expect(spansOf(protoRequest(protoSpan({ events: [event] })))[0]?.events[0]?.time).toBe(microseconds)
  })
})

describe('a span that cannot be right', () => {
  test('keeps its start when it ends before it, and that is noted', () => {
    const early = protoSpan({ endTimeUnixNano: '1600000000000000000' })
    const reading = readTraces(protoRequest(early, protoSpan({ endTimeUnixNano: '0' })), PROTOBUF)
    expect(reading.intake.spans.map(({ start, end }) => end - start)).toEqual([0, 0])
    expect(reading.notes).toEqual([
      { count: 1, reason: 'spans that end before they start: kept with end = start' },
      { count: 1, reason: 'spans without an end: kept with end = start' },
    ])
  })

  test('is rejected alone when it has no place in time', () => {
    const late = protoSpan({
      startTimeUnixNano: '9999999999999999999',
      endTimeUnixNano: '9999999999999999999',
    })
    const reading = readTraces(protoRequest(protoSpan(), protoSpan({ startTimeUnixNano: 0 }), late), PROTOBUF)
    expect(reading).toMatchObject({
      spans: 3,
      rejected: [
        { count: 1, reason: 'start_time_unix_nano is missing: the span has no place in time' },
        { count: 1, reason: 'a time lies beyond the year 2255' },
      ],
    })
    expect(reading.intake.spans).toHaveLength(1)
  })

  test('loses links that lead nowhere, as SDKs may record them', () => {
    const links = [{ traceId: Buffer.alloc(16), spanId: Buffer.alloc(8) }, {}]
    const reading = readTraces(protoRequest(protoSpan({ links })), PROTOBUF)
    expect(reading.intake.spans[0]?.links).toEqual([])
    expect(reading.notes).toEqual([{ count: 2, reason: 'links without ids: left out' }])
  })
})

describe('malformed protobuf is refused whole, with the byte and the reason', () => {
  const good = Buffer.from(protoRequest(protoSpan()))

  test.each<[string, Buffer | Uint8Array, string]>([
    [
      'cut in the middle',
      good.subarray(0, 40),
      'byte 1: a length must be at most the 38 bytes left in its message, got 66',
    ],
    [
      'a varint without end',
      Buffer.from([0x0a, 0xff]),
      'byte 1: a varint must end inside its message, got the end of it',
    ],
    [
      'a varint of eleven bytes',
      Buffer.from([0x10, ...Array<number>(10).fill(0x80), 1]),
      'byte 1: a varint must fit 64 bits, got more',
    ],
    [
      'a varint of 65 bits',
      Buffer.from([0x10, ...Array<number>(9).fill(0xff), 2]),
      'byte 1: a varint must fit 64 bits, got more',
    ],
    [
      'a length of 2^60',
      Buffer.from([0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]),
      'byte 1: a length must be at most the 0 bytes left in its message, got 1152921504606847000',
    ],
    ['field number 0', Buffer.from([0x02, 0x00]), 'byte 0: a field number must be 1 to 536870911, got 0'],
    [
      'a group',
      Buffer.from([0x13, 0x14]),
      'byte 1: a wire type must be 0, 1, 2 or 5 (groups are not OTLP), got 3',
    ],
    [
      'a known field in another wire type',
      Buffer.from([0x08, 0x01]),
      'byte 1: field 1 of ExportTraceServiceRequest must not have wire type 0',
    ],
    [
      'a fixed64 of four bytes',
      spanOf(Buffer.from([0x39, 1, 2, 3, 4])),
      'byte 7: a value must be 8 bytes, got 4',
    ],
    [
      'a short trace id',
      protoRequest(protoSpan({ traceId: Buffer.alloc(8, 1) })),
      'byte 15: trace_id must be 16 bytes, got 8',
    ],
    [
      'a long span id',
      protoRequest(protoSpan({ spanId: Buffer.alloc(16, 1) })),
      'byte 33: span_id must be 8 bytes, got 16',
    ],
    [
      'a trace id of zeros',
      protoRequest(protoSpan({ traceId: Buffer.alloc(16) })),
      'byte 14: trace_id must not be all zero in the message that begins here',
    ],
    [
      'no span id',
      protoRequest(protoSpan({ spanId: Buffer.alloc(0) })),
      'byte 14: span_id must be present, got none in the message that begins here',
    ],
    [
      'a short parent id',
      protoRequest(protoSpan({ parentSpanId: Buffer.alloc(3, 1) })),
      'byte 43: parent_span_id must be 8 bytes, got 3',
    ],
    [
      'a name that is not UTF-8',
      spanOf(Buffer.from([0x2a, 2, 0xc3, 0x28])),
      'byte 8: a string must be UTF-8, got bytes that are not',
    ],
    [
      'text',
      Buffer.from('hello, this is no protobuf'),
      'byte 3: a wire type must be 0, 1, 2 or 5 (groups are not OTLP), got 4',
    ],
  ])('%s', (_, body, message) => {
    expect(failureOf(() => readTraces(body, PROTOBUF))).toEqual({ code: 'bad_otlp', message })
  })
})

describe('against protobufjs and the official definitions', () => {
  test('random requests give the same rows', () => {
    const random = seeded(11)
    for (let round = 0; round < 60; round++) {
      const body = protoRequest(
        ...Array.from({ length: 1 + Math.floor(random() * 8) }, () => randomSpan(random)),
      )
      expect(spansOf(body)).toEqual(oracleRows(body))
    }
  })
})

function randomSpan(random: () => number): object {
  const size = (most: number): number => Math.floor(random() * most)
  const id = (length: number): Buffer => Buffer.from(Array.from({ length }, () => 1 + size(255)))
  const several = (most: number): object[] =>
    Array.from({ length: size(most) }, (_, index) => ({ key: `k${index}`, value: randomValue(random, 3) }))
  const start = 1_700_000_000_000_000_000n + BigInt(size(2 ** 48)) * 1009n
  const end = start + BigInt(size(2 ** 40))
  return protoSpan({
    traceId: id(16),
    spanId: id(8),
    ...(random() < 0.5 ? { parentSpanId: id(8) } : {}),
    name: 'n'.repeat(size(300)),
    kind: size(6),
    status: { code: size(3), message: 'ä'.repeat(size(90)) },
    startTimeUnixNano: start.toString(),
    endTimeUnixNano: end.toString(),
    attributes: several(40),
    events: Array.from({ length: size(3) }, () => ({
      timeUnixNano: end.toString(),
      name: 'e',
      attributes: several(3),
    })),
    links: Array.from({ length: size(3) }, () => ({
      traceId: id(16),
      spanId: id(8),
      attributes: several(3),
    })),
  })
}

function randomValue(random: () => number, depth: number): object {
  const size = (most: number): number => Math.floor(random() * most)
  const values = (): object[] => Array.from({ length: size(4) }, () => randomValue(random, depth - 1))
  const kinds: (() => object)[] = [
    () => ({ stringValue: 'ä€𝄞x'.repeat(size(40)) }),
    () => ({ boolValue: random() < 0.5 }),
    () => ({ intValue: String(BigInt(size(2 ** 31)) ** 2n * (random() < 0.5 ? -1n : 1n)) }),
    () => ({ doubleValue: random() * 10 ** size(300) }),
    () => ({ bytesValue: Buffer.alloc(size(20), size(255)) }),
    () => ({ arrayValue: { values: values() } }),
    () => ({ kvlistValue: { values: values().map((value, index) => ({ key: `v${index}`, value })) } }),
  ]
  return (kinds[size(depth === 0 ? 5 : 7)] as () => object)()
}

function text(name: string, value: string): { key: string; value: { stringValue: string } } {
  return { key: name, value: { stringValue: value } }
}

/** A length-delimited field, by hand: what the oracle would not write. */
function delimited(field: number, body: Uint8Array): Buffer {
  const tag = field < 16 ? [field * 8 + 2] : [((field * 8 + 2) & 0x7f) | 0x80, (field * 8 + 2) >> 7]
  const length = body.length < 128 ? [body.length] : [(body.length & 0x7f) | 0x80, body.length >> 7]
  return Buffer.concat([Buffer.from([...tag, ...length]), body])
}

function bytes(field: number, value: string): Buffer {
  return delimited(field, Buffer.from(value))
}

/** A request with one span of exactly these bytes. */
function spanOf(body: Buffer): Buffer {
  return delimited(1, delimited(2, delimited(2, body)))
}
