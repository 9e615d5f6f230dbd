import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { raw, runningServer } from './running.ts'
import type { TestServer } from './running.ts'

test('the page is asked for each time, its hashed files never again', async () => {
  const server = await serverWithDashboard()
  const page = await server.get('/')
  expect([page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
    'text/html; charset=utf-8',
    'no-cache',
  ])
  const script = await server.get('/assets/main-a1b2c3.js')
  expect(await script.text()).toBe('run()')
  expect([script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ])
})

test.each(['/function/orders', '/trace?id=1', '/a/b/c.d', '/index.html', '/apis'])(
  '%s is the page: what it shows is in the URL',
  async (path) => {
    const server = await serverWithDashboard()
    const response = await server.get(path)
    expect([response.status, await response.text()]).toEqual([200, '<title>page</title>'])
    expect(response.headers.get('cache-control')).toBe('no-cache')
  },
)

test('a hashed file that is gone is not answered with the page', async () => {
  const server = await serverWithDashboard()
  expect((await server.get('/assets/main-gone.js')).status).toBe(404)
})

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/%'])(
  '%s reaches nothing outside the folder',
  async (path) => {
    const { port } = await serverWithDashboard()
    const answer = await raw(
      port,
      `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|404) /)
    expect(answer).not.toContain('planted')
  },
)

test('where it is not built, the page says how to build it, and works once it is', async () => {
  const folder = join(temporaryFolder(), 'dist')
  const server = await runningServer({ dashboard: folder })
  const missing = await server.get('/')
  expect([missing.status, await missing.text()]).toEqual([
    503,
    'The dashboard is not built yet. In the checkout, run: npm run build\n',
  ])
  build(folder)
  expect((await server.get('/')).status).toBe(200)
})

async function serverWithDashboard(): Promise<TestServer> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'secret.txt'), 'planted')
  build(join(folder, 'dist'))
  return runningServer({ dashboard: join(folder, 'dist') })
}

function build(folder: string): void {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<title>page</title>')
  writeFileSync(join(folder, 'assets', 'main-a1b2c3.js'), 'run()')
}
