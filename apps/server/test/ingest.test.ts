import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { tracesJson, tracesProtobuf } from './builder.ts'
import { JSON_TYPE, raw, runningServer } from './running.ts'
import type { TestServer } from './running.ts'

const PROTOBUF = { 'content-type': 'application/x-protobuf' }

test('spans are stored when the answer comes', async () => {
  const server = await runningServer()
  const response = await server.post(tracesJson())
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(await response.json()).toEqual({})
  expect(server.analyzer.about()).toMatchObject({ spans: 1, invocations: 1 })
})

test('the same spans again change nothing', async () => {
  const server = await runningServer()
  await server.post(tracesJson())
  const { revision } = server.analyzer.about()
  await server.post(tracesJson())
  expect(server.analyzer.about()).toMatchObject({ spans: 1, invocations: 1, revision })
})

test('gzipped protobuf is answered in protobuf', async () => {
  const server = await runningServer()
  const response = await server.post(gzipSync(tracesProtobuf()), { ...PROTOBUF, 'content-encoding': 'gzip' })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-protobuf'])
  expect(server.analyzer.about().spans).toBe(1)
})

test('spans left out alone are told in a partial success', async () => {
  const server = await runningServer()
  const noStart = tracesJson().replace(/"startTimeUnixNano":"\d+"/, '"startTimeUnixNano":"0"')
  const response = await server.post(noStart)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } })
})

const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20))

test.each<[string, string | Buffer<ArrayBuffer>, Record<string, string>, number, string]>([
  ['malformed JSON', '{"resourceSpans": [', JSON_TYPE, 400, 'bad_otlp'],
  ['truncated protobuf', tracesProtobuf().subarray(0, -3), PROTOBUF, 400, 'bad_otlp'],
  [
    'broken gzip',
    gzipSync(tracesJson()).subarray(0, -9),
    { ...JSON_TYPE, 'content-encoding': 'gzip' },
    400,
    'bad_gzip',
  ],
  ['a gzip bomb', bomb, { ...PROTOBUF, 'content-encoding': 'gzip' }, 413, 'too_large'],
  ['a wrong content type', tracesJson(), { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
  [
    'an unknown encoding',
    tracesJson(),
    { ...JSON_TYPE, 'content-encoding': 'br' },
    415,
    'unsupported_encoding',
  ],
  ['spans of a lab', tracesJson({ 'thermocline.lab': true }), JSON_TYPE, 409, 'lab_data'],
])('%s is refused with its reason, and nothing of it is stored', async (_, body, headers, status, code) => {
  const server = await runningServer()
  const response = await server.post(body, headers)
  expect(response.status).toBe(status)
  const asked = headers['content-type']
  expect(response.headers.get('content-type')).toBe(asked === 'text/plain' ? 'application/json' : asked)
  expect(await response.text()).toContain(`${code}: `)
  await expectUntouchedAndServing(server)
})

test('a refused JSON request hears a google.rpc.Status that is our Failure too', async () => {
  const server = await runningServer()
  const response = await server.post('[]', JSON_TYPE)
  const answer = (await response.json()) as { message: string; error: { code: string; message: string } }
  expect(answer.error.code).toBe('bad_otlp')
  expect(answer.message).toBe(`bad_otlp: ${answer.error.message}`)
})

test('a declared gigabyte is refused before any of it is sent', async () => {
  const server = await runningServer()
  const head = `POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n`
  const answer = await raw(server.port, `${head}Content-Length: 1073741824\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('the body must be at most 16777216 bytes, got 1073741824')
  await expectUntouchedAndServing(server)
})

test('a sender that reads only once it has sent all of a body that is too large still gets the answer', async () => {
  const server = await runningServer({ maxBodyBytes: 1000 })
  const bytes = 24 * 2 ** 20
  const head = `POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n`
  const socket = connect(server.port, '127.0.0.1')
  socket.pause()
  socket.write(`${head}Connection: close\r\nContent-Length: ${bytes}\r\n\r\n`)
  await new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.write(Buffer.alloc(bytes, ' '), resolve)
  })
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /)
  await expectUntouchedAndServing(server)
})

test('a body of no declared length is refused once it passes the limit', async () => {
  const server = await runningServer({ maxBodyBytes: 1000 })
  const head = `POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n`
  const chunk = `3e9\r\n${' '.repeat(1001)}\r\n`
  const answer = await raw(server.port, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}`)
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  await expectUntouchedAndServing(server)
})

test('a sender that hangs up half-way leaves nothing behind', async () => {
  const server = await runningServer()
  const socket = connect(server.port, '127.0.0.1')
  const head = `POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n`
  socket.write(`${head}Content-Length: 5000\r\n\r\n${tracesJson()}`)
  await once(socket, 'connect')
  socket.destroy()
  await expectUntouchedAndServing(server)
  expect(server.logged).toEqual([])
})

async function expectUntouchedAndServing(server: TestServer): Promise<void> {
  expect(server.analyzer.about()).toMatchObject({ spans: 0, invocations: 0, revision: 0 })
  const response = await server.post(gzipSync(tracesProtobuf()), { ...PROTOBUF, 'content-encoding': 'gzip' })
  expect(response.status).toBe(200)
  expect(server.analyzer.about().spans).toBe(1)
}
