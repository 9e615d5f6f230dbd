import { expect, test } from 'vitest'
import { startServer } from '../src/index.ts'
import { tracesJson } from './builder.ts'
import { JSON_TYPE, raw, runningServer } from './running.ts'

test.each(['evil.example', 'evil.example:PORT', 'localhost', '127.0.0.1:1', '127.0.0.1.nip.io:PORT', ''])(
  'a request for host "%s" is refused: its name may have been made to resolve here',
  async (host) => {
    const { port } = await runningServer()
    const answer = await raw(port, getFrom(host.replace('PORT', String(port))))
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain(`"code":"forbidden_host","message":"Host must be one of localhost:${port}, `)
  },
)

test.each(['localhost:PORT', '127.0.0.1:PORT', '[::1]:PORT', 'LocalHost:PORT'])(
  'a request for host "%s" is served',
  async (host) => {
    const { port } = await runningServer()
    expect(await raw(port, getFrom(host.replace('PORT', String(port))))).toMatch(/^HTTP\/1\.1 200 /)
  },
)

test('a request of HTTP/1.0 without a host is refused', async () => {
  const { port } = await runningServer()
  expect(await raw(port, 'GET /api/about HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /)
})

test.each(['http://evil.example', 'null', 'https://localhost:PORT', 'http://localhost:1'])(
  'a post from a page of %s is refused and stores nothing',
  async (origin) => {
    const server = await runningServer()
    const headers = { ...JSON_TYPE, origin: origin.replace('PORT', String(server.port)) }
    const response = await server.post(tracesJson(), headers)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'forbidden_host' } })
    expect(server.analyzer.about().spans).toBe(0)
  },
)

test('a post from its own page is taken', async () => {
  const server = await runningServer()
  expect((await server.post(tracesJson(), { ...JSON_TYPE, origin: server.url })).status).toBe(200)
})

test.each(['/api/about', '/api/nothing', '/', '/healthz'])(
  '%s carries every header of safety',
  async (path) => {
    const server = await runningServer()
    const { headers } = await server.get(path)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy':
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers.has('x-powered-by')).toBe(false)
  },
)

test.each(['0.0.0.0', '::', '192.168.1.5', 'example.org', ''])(
  'it refuses to listen on "%s"',
  async (host) => {
    const { analyzer } = await runningServer()
    await expect(startServer({ analyzer, host, port: 0 })).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringMatching(
        /^host must be one of 127\.0\.0\.1, localhost, ::1 \(everybody/,
      ) as string,
    })
  },
)

test.each(['65536', '-1', '1.5', 'http', ''])('it refuses port "%s"', async (port) => {
  const { analyzer } = await runningServer()
  await expect(startServer({ analyzer, env: { THERMOCLINE_PORT: port } })).rejects.toMatchObject({
    code: 'bad_setting',
    message: `port must be a whole number from 0 to 65535, got "${port}"`,
  })
})

test('a port in use is named, with the remedy', async () => {
  const { analyzer, port } = await runningServer()
  await expect(startServer({ analyzer, port, env: {} })).rejects.toMatchObject({
    code: 'address_in_use',
    message: `port ${port} on 127.0.0.1 is in use by another program: stop that one, or give another with --port`,
  })
})

function getFrom(host: string): string {
  return `GET /api/about HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`
}
