import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { openAnalyzer } from '@thermocline/analyzer'
import { readTraces } from '@thermocline/otlp'
import { expect, test } from 'vitest'
import { tracesJson } from './builder.ts'
import { runningServer } from './running.ts'
import type { TestServer } from './running.ts'

test('a listener hears where the store stands, and then every change made over HTTP', async () => {
  const server = await runningServer()
  const events = await listen(server)
  expect(await events.next()).toBe('retry: 1000\n\nevent: changed\ndata: {"revision":0}\n\n')
  await server.post(tracesJson())
  expect(await events.next()).toBe(`event: changed\ndata: {"revision":${server.analyzer.revision()}}\n\n`)
})

test('a change made through another connection to the same folder is heard too', async () => {
  const server = await runningServer()
  const events = await listen(server)
  await events.next()
  const other = openAnalyzer({ folder: server.folder, owner: 'user' })
  other.ingest(readTraces(Buffer.from(tracesJson()), { contentType: 'application/json' }).intake)
  expect(await events.next()).toBe(`event: changed\ndata: {"revision":${other.revision()}}\n\n`)
  other.close()
})

test('closing ends streams and idle connections, and cuts a client that never ends its request', async () => {
  const server = await runningServer()
  const events = await listen(server)
  await events.next()
  const stuck = connect(server.port, '127.0.0.1')
  stuck.on('error', () => {})
  stuck.write(`POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 9\r\n\r\n`)
  await once(stuck, 'connect')
  const idle = await idleConnection(server, new Agent({ keepAlive: true }))
  const ends = [closed(stuck), closed(idle)]

  await server.close()
  expect(await events.next()).toBeUndefined()
  await Promise.all(ends)
  await expect(fetch(server.url)).rejects.toThrow('fetch failed')
})

test('streams end when the store fails, and the next request hears that it did', async () => {
  const server = await runningServer()
  const events = await listen(server)
  await events.next()
  server.analyzer.close()
  expect(await events.next()).toBeUndefined()
  expect((await server.get('/api/live')).status).toBeGreaterThanOrEqual(500)
})

interface Events {
  /** What came next; `undefined` at the end. */
  next(): Promise<string | undefined>
}

async function listen(server: TestServer): Promise<Events> {
  const response = await server.get('/api/live')
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  return { next: async () => (await reader.read()).value }
}

async function idleConnection(server: TestServer, agent: Agent): Promise<NodeJS.EventEmitter> {
  const request = get(`${server.url}/api/about`, { agent })
  const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream]
  const socket = request.socket!
  response.resume()
  await once(response, 'end')
  return socket
}

function closed(socket: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
  })
}
