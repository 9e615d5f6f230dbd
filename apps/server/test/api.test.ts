import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { CONTAINER, START_MS, TRACE_ID } from './builder.ts'
import { runningServer, serverWithData } from './running.ts'

const KEY = encodeURIComponent('orders@123456789012/eu-west-1')

test('about says what is stored and where to send spans', async () => {
  const server = await serverWithData()
  const manifest = createRequire(import.meta.url)('../package.json') as { version: string }
  expect(await json(server.get('/api/about'))).toEqual({
    version: manifest.version,
    lab: false,
    invocations: 1,
    spans: 1,
    revision: server.analyzer.revision(),
    endpoint: server.url,
  })
})

test('every question is answered by the analyzer', async () => {
  const server = await serverWithData()
  expect(await json(server.get('/api/functions'))).toEqual({ report: server.analyzer.report() })
  const aboutFunction = await json(server.get(`/api/function?key=${KEY}`))
  expect(aboutFunction).toMatchObject({ report: { name: 'orders', starts: { cold: 1 } } })
  const container = await json(server.get(`/api/container?id=${encodeURIComponent(CONTAINER)}`))
  expect(container).toMatchObject({
    container: CONTAINER,
    invocations: [{ startMs: START_MS, startKind: 'cold' }],
  })
  const trace = await json(server.get(`/api/trace?id=${TRACE_ID}`))
  expect(trace).toMatchObject({ traceId: TRACE_ID, spans: [{ name: 'orders', depth: 0 }] })
})

test('from and to narrow what is looked at', async () => {
  const server = await serverWithData()
  const after = new Date(START_MS + 1000).toISOString()
  expect(await json(server.get(`/api/functions?to=${after}`))).toMatchObject({
    report: { coverage: { invocationsSeen: 1 } },
  })
  expect(await json(server.get(`/api/functions?from=${after}`))).toMatchObject({
    report: { coverage: { invocationsSeen: 0 } },
  })
})

test.each([
  ['json', 'application/json; charset=utf-8', '{\n  "schema": 1,'],
  ['html', 'text/html; charset=utf-8', '<!doctype html>'],
  ['md', 'text/markdown; charset=utf-8', '# Thermocline report'],
  ['csv', 'text/csv; charset=utf-8; header=present', 'name,account,'],
])('the report comes as a %s file', async (format, type, beginning) => {
  const server = await serverWithData()
  const response = await server.get(`/api/report?format=${format}`)
  expect(response.headers.get('content-type')).toBe(type)
  expect(response.headers.get('content-disposition')).toBe(
    `attachment; filename=thermocline-report.${format}`,
  )
  expect((await response.text()).startsWith(beginning)).toBe(true)
})

test.each([
  ['/api/functions?from=yesterday', 400, 'bad_request', 'from must be an ISO 8601 time'],
  ['/api/report?to=1y', 400, 'bad_request', 'to must be an ISO 8601 time'],
  ['/api/report?from=1h&from=2h', 400, 'bad_request', 'from must be given once, got ["1h","2h"]'],
  ['/api/report?format=pdf', 400, 'bad_request', 'format must be one of json, html, md, csv, got "pdf"'],
  ['/api/function', 400, 'bad_request', 'key must be given, as in /api/function?key=...'],
  ['/api/container?id=', 400, 'bad_request', 'id must be given'],
  ['/api/function?key=nobody', 404, 'not_found', 'nobody'],
  ['/api/container?id=nothing', 404, 'not_found', 'nothing'],
  [`/api/trace?id=${'1'.repeat(32)}`, 404, 'not_found', '1'.repeat(32)],
  ['/api/nothing?x=1', 404, 'not_found', 'there is nothing at GET /api/nothing'],
  ['/v1/traces', 404, 'not_found', 'there is nothing at GET /v1/traces'],
])('GET %s fails with %s and a reason', async (path, status, code, reason) => {
  const server = await serverWithData()
  const response = await server.get(path)
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
  expect(await response.json()).toMatchObject({
    error: { code, message: expect.stringContaining(reason) as string },
  })
})

test('answers are never kept by a browser', async () => {
  const server = await runningServer()
  expect((await server.get('/api/about')).headers.get('cache-control')).toBe('no-store')
})

test('a fault of ours is told to whoever runs the server, and hidden from who asked', async () => {
  const server = await runningServer()
  server.analyzer.close()
  const response = await server.get('/healthz')
  expect(response.status).toBeGreaterThanOrEqual(500)
  expect(await response.json()).toMatchObject({
    error: { message: 'The server failed at this request; what it met is in its own output' },
  })
  expect(server.logged).toHaveLength(1)
})

test('health is asked of the store', async () => {
  const server = await runningServer()
  expect(await json(server.get('/healthz'))).toEqual({ status: 'ok', revision: 0 })
})

async function json(response: Promise<Response>): Promise<unknown> {
  return (await response).json()
}
