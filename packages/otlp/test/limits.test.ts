import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { OTLP_LIMITS, readTraces } from '../src/index.ts'
import { failureOf, JSON_TYPE, jsonRequest, jsonSpan, PROTOBUF, protoRequest, protoSpan } from './builder.ts'

describe('what may be sent', () => {
  test.each(['application/x-protobuf', 'Application/X-Protobuf', 'application/x-protobuf; charset=utf-8'])(
    '%s is read as protobuf',
    (contentType) => {
      expect(readTraces(protoRequest(protoSpan()), { contentType }).spans).toBe(1)
    },
  )

  test('application/json with a charset is read as JSON', () => {
    expect(readTraces(jsonRequest(jsonSpan()), { contentType: 'application/json;charset=UTF-8' }).spans).toBe(
      1,
    )
  })

  test.each([undefined, '', 'text/plain', 'application/grpc', 'application/x-protobuffer'])(
    '%s is no media type of OTLP',
    (contentType) => {
      expect(failureOf(() => readTraces(new Uint8Array(), { contentType }))).toEqual({
        code: 'unsupported_media_type',
        message: `Content-Type must be application/x-protobuf or application/json, got ${JSON.stringify(contentType ?? null)}`,
      })
    },
  )

  test('gzip and identity are understood, other encodings are not', () => {
    const body = protoRequest(protoSpan())
    expect(readTraces(gzipSync(body), { ...PROTOBUF, contentEncoding: 'GZIP' }).spans).toBe(1)
    expect(readTraces(body, { ...PROTOBUF, contentEncoding: 'identity' }).spans).toBe(1)
    expect(failureOf(() => readTraces(body, { ...PROTOBUF, contentEncoding: 'br' }))).toEqual({
      code: 'unsupported_encoding',
      message: 'Content-Encoding must be gzip or identity, got "br"',
    })
  })
})

describe('gzip', () => {
  const gzip = { ...PROTOBUF, contentEncoding: 'gzip' }

  test('a bomb is refused before it is inflated', () => {
    const bomb = gzipSync(Buffer.alloc(2 ** 26))
    const before = process.memoryUsage().arrayBuffers
    expect(failureOf(() => readTraces(bomb, gzip))).toEqual({
      code: 'too_large',
      message: `bytes after gunzip per byte sent (${bomb.length} sent) must be at most 200, got more`,
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 25)
  })

  test('a body beyond the inflated size is refused whatever its ratio', () => {
    const body = gzipSync(Buffer.alloc(200_000))
    expect(failureOf(() => readTraces(body, gzip, { limits: { decompressedBytes: 100_000 } }))).toEqual({
      code: 'too_large',
      message: 'bytes after gunzip must be at most 100000, got more',
    })
  })

  test('a small body may compress as well as it likes', () => {
    const spans = Array.from({ length: 1000 }, () => protoSpan({ attributes: [] }))
    expect(readTraces(gzipSync(protoRequest(...spans), { level: 9 }), gzip).spans).toBe(1000)
  })

  test.each([
    ['cut', gzipSync(protoRequest(protoSpan())).subarray(0, -9)],
    ['not gzip at all', Buffer.from(protoRequest(protoSpan()))],
    ['empty', Buffer.alloc(0)],
  ])('%s is bad gzip', (_, body) => {
    const failure = failureOf(() => readTraces(body, gzip))
    expect(failure.code).toBe('bad_gzip')
    expect(failure.message).toMatch(/^body must be whole gzip, got \d+ bytes with: /)
  })
})

describe('each limit is named when it is passed', () => {
  const nested = (depth: number): object =>
    depth === 0 ? { stringValue: 'x' } : { arrayValue: { values: [nested(depth - 1)] } }
  const three = [1, 2, 3].map((index) => ({ key: `k${index}`, value: { stringValue: 'abcdef' } }))
  const list = { arrayValue: { values: [{}, {}, {}] } }

  test.each<[string, object, Partial<typeof OTLP_LIMITS>, string]>([
    ['attributes', { attributes: three }, { attributes: 2 }, 'attributes'],
    ['string', { attributes: three }, { stringBytes: 5 }, 'bytes of '],
    ['depth', { attributes: [{ key: 'deep', value: nested(33) }] }, {}, 'lists inside each other'],
    ['list', { attributes: [{ key: 'list', value: list }] }, { listEntries: 2 }, ''],
    ['events', { events: [{}, {}] }, { eventsPerSpan: 1 }, 'events'],
    ['links', { links: [{}, {}] }, { linksPerSpan: 1 }, 'links'],
  ])('%s, in both encodings', (_, fields, limits, words) => {
    for (const [body, headers] of [
      [protoRequest(protoSpan(fields)), PROTOBUF],
      [jsonRequest(jsonSpan(fields)), JSON_TYPE],
    ] as const) {
      const failure = failureOf(() => readTraces(body, headers, { limits }))
      expect(failure.code).toBe('too_large')
      expect(failure.message).toContain(words)
      expect(failure.message).toMatch(/ must be at most \d+, got /)
    }
  })

  test('the depth that is just allowed is read', () => {
    const attributes = [{ key: 'deep', value: nested(32) }]
    expect(readTraces(protoRequest(protoSpan({ attributes })), PROTOBUF).spans).toBe(1)
    expect(readTraces(jsonRequest(jsonSpan({ attributes })), JSON_TYPE).spans).toBe(1)
  })

  test('spans per request', () => {
    const body = protoRequest(protoSpan(), protoSpan(), protoSpan())
    expect(failureOf(() => readTraces(body, PROTOBUF, { limits: { spans: 2 } })).message).toBe(
      'spans per request must be at most 2, got more',
    )
  })

  test('bytes of the body', () => {
    const body = new Uint8Array(OTLP_LIMITS.bodyBytes + 1)
    expect(failureOf(() => readTraces(body, PROTOBUF))).toEqual({
      code: 'too_large',
      message: 'bytes of the body must be at most 16777216, got 16777217',
    })
  })

  test('JSON nested a hundred thousand deep does not exhaust the stack', () => {
    const body = Buffer.from(`{"resourceSpans":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)
    expect(failureOf(() => readTraces(body, JSON_TYPE)).code).toBe('bad_otlp')
  })
})
