import { request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { openLambdaApi } from '../src/lambda-api/server.ts'
import { drivenLab, INVOKE, refused } from './lambda-api-helper.ts'

test('it is reached by the names of this machine, and only on loopback', async () => {
  const { url } = await drivenLab()
  const { hostname, port } = new URL(url)
  expect(hostname).toBe('127.0.0.1')
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]
  const replies = hosts.map((host) => send(url, 'GET', '/2015-03-31/functions', { host }))
  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
})

test.each([
  [
    'another name of this machine',
    (port: string) => ({ host: `evil.example:${port}` }),
    'Host must be one of',
  ],
  ['another port', () => ({ host: '127.0.0.1:1' }), 'Host must be one of'],
  [
    'a page of another site',
    (port: string) => ({ host: `127.0.0.1:${port}`, origin: 'https://evil.example' }),
    'Origin must not be there',
  ],
  [
    'a page of this very place',
    (port: string) => ({ host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}` }),
    'Origin must not be there',
  ],
  [
    'a page without a place',
    (port: string) => ({ host: `127.0.0.1:${port}`, origin: 'null' }),
    'Origin must not be there',
  ],
])('a call by %s is refused and runs nothing', async (_what, headersOf, words) => {
  const { url, journal } = await drivenLab()
  const { status, body } = await send(url, 'POST', INVOKE, headersOf(new URL(url).port))
  expect([status, body]).toEqual([403, expect.stringContaining(words)])
  expect(journal.map(({ kind }) => kind)).toEqual(['opened'])
})

test.each([
  ['POST', '/2015-03-31/functions'],
  ['DELETE', '/2015-03-31/functions/probe'],
  ['GET', '/2015-03-31/event-source-mappings/'],
  ['POST', '/2015-03-31/functions/probe/invocations/x'],
  ['GET', '/'],
])('%s %s is none of what the lab has, which it names', async (method, path) => {
  const { call } = await drivenLab()
  expect(await refused(await call(method, path))).toEqual([
    501,
    'NotImplementedException',
    {
      Type: 'User',
      message: `the lab has no ${method} ${path}: of Lambda's API it has InvokeFunction, InvokeWithResponseStream, ListFunctions, GetFunctionConfiguration, UpdateFunctionConfiguration, UpdateFunctionCode, PutProvisionedConcurrencyConfig, GetProvisionedConcurrencyConfig, DeleteProvisionedConcurrencyConfig`,
    },
  ])
})

test('a port in use is told with what to do', async () => {
  const { lab, url } = await drivenLab()
  const port = Number(new URL(url).port)
  await expect(openLambdaApi(lab, { port })).rejects.toMatchObject({
    code: 'address_in_use',
    message: `port ${port} on 127.0.0.1 is in use by another program: stop that one, or give the Lambda API another`,
  })
})

test.each([-1, 65_536, 1.5, Number.NaN])('%s is no port', async (port) => {
  const { lab } = await drivenLab()
  await expect(openLambdaApi(lab, { port })).rejects.toMatchObject({ code: 'bad_setting' })
})

test('a caller that goes away in the middle of its body runs nothing, and the next one is served', async () => {
  const { url, invoke, journal } = await drivenLab()
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`POST ${INVOKE} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n\r\n{"half":`)
  await new Promise<void>((resolve) => setTimeout(resolve, 50))
  socket.destroy()
  expect((await invoke()).status).toBe(200)
  expect(journal.filter(({ kind }) => kind === 'arrived')).toHaveLength(1)
})

test('an invocation whose caller goes away runs to its end', async () => {
  const { url, journal } = await drivenLab()
  const gone = new AbortController()
  const body = JSON.stringify({ do: 'sleep', ms: 300 })
  const called = fetch(url + INVOKE, { method: 'POST', body, signal: gone.signal })
  await expect.poll(() => journal.some(({ kind }) => kind === 'placed'), { timeout: 5000 }).toBe(true)
  gone.abort()
  await expect(called).rejects.toThrow('aborted')
  await expect.poll(() => journal.find((entry) => entry.kind === 'finished')).toMatchObject({ outcome: 'ok' })
})

test('a closed API takes no more calls, though a connection is still open, and its port is free', async () => {
  const { lab } = await drivenLab()
  const api = await openLambdaApi(lab, { port: 0 })
  expect((await fetch(`${api.url}/2015-03-31/functions`)).status).toBe(200)
  await Promise.all([api.close(), api.close()])
  await expect(fetch(`${api.url}/2015-03-31/functions`)).rejects.toThrow('fetch failed')
  const again = await openLambdaApi(lab, { port: Number(new URL(api.url).port) })
  await again.close()
})

/** With headers that fetch does not let a program set. */
function send(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    request({ hostname, port, path, method, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject)
    })
      .once('error', reject)
      .end()
  })
}
