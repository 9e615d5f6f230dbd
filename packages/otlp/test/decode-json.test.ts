import { describe, expect, test } from 'vitest'
import { readTraces } from '../src/index.ts'
import { failureOf, JSON_TYPE, jsonRequest, jsonSpan, SPAN_ID, TRACE_ID } from './builder.ts'

function attributesOf(attributes: readonly object[]) {
  return readTraces(jsonRequest(jsonSpan({ attributes })), JSON_TYPE).intake.spans[0]?.attributes
}

describe('a request in JSON', () => {
  test('becomes rows with every field in its place', () => {
    const span = jsonSpan({
      traceId: TRACE_ID.toUpperCase(),
      parentSpanId: '00F067AA0BA902B7',
      kind: 5,
      startTimeUnixNano: '1700000000123456789',
      status: { code: 1, message: 'fine' },
      links: [{ traceId: TRACE_ID, spanId: SPAN_ID }],
      events: [{ timeUnixNano: 1_700_000_000_100_000_000, name: 'seen' }],
      fromTheFuture: { a: 1 },
    })
    expect(readTraces(jsonRequest(span), JSON_TYPE).intake.spans).toEqual([
      {
        traceId: TRACE_ID,
        spanId: SPAN_ID,
        parentSpanId: '00f067aa0ba902b7',
        name: 'orders',
        kind: 'consumer',
        start: 1_700_000_000_123_456,
        end: 1_700_000_000_250_000,
        status: 'ok',
        statusMessage: 'fine',
        scope: 'test',
        resource: {},
        attributes: {},
        links: [{ traceId: TRACE_ID, spanId: SPAN_ID, attributes: {} }],
        events: [{ time: 1_700_000_000_100_000, name: 'seen', attributes: {} }],
      },
    ])
  })

  test('keeps values of every type, 64-bit integers as strings or numbers', () => {
    const read = attributesOf([
      { key: 'text', value: { stringValue: '' } },
      { key: 'no', value: { boolValue: false } },
      { key: 'string', value: { intValue: '42' } },
      { key: 'number', value: { intValue: 42 } },
      { key: 'large', value: { intValue: '-9223372036854775808' } },
      { key: 'double', value: { doubleValue: 1.5 } },
      { key: 'nan', value: { doubleValue: 'NaN' } },
      { key: 'list', value: { arrayValue: { values: [{ stringValue: 'a' }, {}, null] } } },
      { key: 'map', value: { kvlistValue: { values: [{ key: 'in', value: { intValue: 1 } }] } } },
      { key: 'bytes', value: { bytesValue: 'AP8=' } },
      { key: 'none', value: null },
    ])
    expect(read).toEqual({
      text: '',
      no: false,
      string: 42,
      number: 42,
      large: '-9223372036854775808',
      double: 1.5,
      nan: 'NaN',
      list: ['a', null, null],
      map: { in: 1 },
      bytes: 'AP8=',
      none: null,
    })
  })

  test('may be empty, and null stands for absent', () => {
    expect(readTraces(Buffer.from('{}'), JSON_TYPE).spans).toBe(0)
    expect(
      readTraces(Buffer.from('{"resourceSpans":[{"resource":null,"scopeSpans":null}]}'), JSON_TYPE).spans,
    ).toBe(0)
  })

  test('may name its enum values', () => {
    const span = jsonSpan({ kind: 'SPAN_KIND_SERVER', status: { code: 'STATUS_CODE_ERROR' } })
    expect(readTraces(jsonRequest(span), JSON_TYPE).intake.spans).toMatchObject([
      { kind: 'server', status: 'error' },
    ])
  })
})

describe('malformed JSON is refused whole, with the path and the reason', () => {
  const at = '$.resourceSpans[0].scopeSpans[0].spans[0]'

  test.each<[string, Uint8Array, string]>([
    ['a list', Buffer.from('[]'), '$: must be an object, got an array'],
    [
      'a list that is none',
      Buffer.from('{"resourceSpans":{}}'),
      '$: resourceSpans must be an array, got an object',
    ],
    [
      'snake_case',
      Buffer.from('{"resource_spans":[]}'),
      '$: must have lowerCamelCase names, got "resource_spans"',
    ],
    ['a span that is text', jsonRequest('x' as unknown as object), `${at}: must be an object, got "x"`],
    [
      'a short trace id',
      jsonRequest(jsonSpan({ traceId: 'abc' })),
      `${at}: traceId must be 32 hexadecimal digits, got "abc"`,
    ],
    [
      'a trace id of zeros',
      jsonRequest(jsonSpan({ traceId: '0'.repeat(32) })),
      `${at}: traceId must not be all zero`,
    ],
    ['no span id', jsonRequest(jsonSpan({ spanId: '' })), `${at}: spanId must be present, got ""`],
    [
      'a base64 span id',
      jsonRequest(jsonSpan({ spanId: 't61rcWkgMzE=' })),
      `${at}: spanId must be 16 hexadecimal digits, got "t61rcWkgMzE="`,
    ],
    [
      'a time with a sign',
      jsonRequest(jsonSpan({ startTimeUnixNano: '-1' })),
      `${at}: startTimeUnixNano must be nanoseconds, a string of digits, got "-1"`,
    ],
    ['a numeric name', jsonRequest(jsonSpan({ name: 7 })), `${at}: name must be a string, got 7`],
    [
      'an integer with a fraction',
      value({ intValue: 1.5 }),
      `${at}.attributes[0].value: intValue must be a 64-bit integer, got 1.5`,
    ],
    [
      'an integer beyond 64 bits',
      value({ intValue: '9223372036854775808' }),
      `${at}.attributes[0].value: intValue must be a 64-bit integer, got "9223372036854775808"`,
    ],
    [
      'a bool in quotes',
      value({ boolValue: 'true' }),
      `${at}.attributes[0].value: boolValue must be true or false, got "true"`,
    ],
    [
      'bytes that are no base64',
      value({ bytesValue: '!!' }),
      `${at}.attributes[0].value: bytesValue must be base64, got "!!"`,
    ],
    [
      'an unknown enum name',
      jsonRequest(jsonSpan({ kind: 'server' })),
      `${at}: kind must be an integer, got "server"`,
    ],
  ])('%s', (_, body, message) => {
    expect(failureOf(() => readTraces(body, JSON_TYPE))).toEqual({ code: 'bad_otlp', message })
  })

  test.each([
    ['cut', Buffer.from('{"resourceSpans":[')],
    ['empty', Buffer.alloc(0)],
    ['not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
  ])('%s', (_, body) => {
    const failure = failureOf(() => readTraces(body, JSON_TYPE))
    expect(failure.code).toBe('bad_otlp')
    expect(failure.message).toMatch(/^body must be JSON in UTF-8, got: /)
  })
})

function value(any: object): Uint8Array {
  return jsonRequest(jsonSpan({ attributes: [{ key: 'k', value: any }] }))
}
