import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ms, unixMs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type { PlatformEvent } from '../src/platform/event.ts'
import { freePort, HASTY, line, lineOf, lines, listenHttp, listenTcp } from './telemetry-helper.ts'
import { PATIENT, records, recordsOf, subscription, telemetryUnderTest, until } from './telemetry-helper.ts'

function publishAll(
  telemetry: { publish(event: PlatformEvent): void },
  events: readonly PlatformEvent[],
): void {
  for (const event of events) telemetry.publish(event)
}

test('a batch is posted to the path as a JSON array, with the time in ISO and milliseconds', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  const destination = { protocol: 'HTTP', URI: `http://sandbox.localdomain:${listener.port}/my agent?a=b` }
  telemetry.subscribe('agent', subscription(listener.port, { destination, ...HASTY }))
  telemetry.publish(line('hello'))
  await until(() => expect(listener.batches).toHaveLength(1))
  expect(listener.batches[0]).toEqual([
    { time: '2026-11-23T12:00:00.007Z', type: 'function', record: 'hello' },
  ])
  expect(listener.requests[0]).toMatchObject({ method: 'POST', url: '/my%20agent?a=b' })
  expect(listener.requests[0]?.headers).toMatchObject({
    host: `sandbox.localdomain:${listener.port}`,
    'content-type': 'application/json',
  })
})

test('each extension gets the types it asked for, in the order in which they happened', async () => {
  const [all, platform, own] = [await listenHttp(), await listenHttp(), await listenHttp()]
  const { telemetry } = telemetryUnderTest()
  const types = ['platform', 'function', 'extension']
  telemetry.subscribe('all', subscription(all.port, { types, ...PATIENT }))
  telemetry.subscribe('platform', subscription(platform.port, { types: ['platform'], ...PATIENT }))
  telemetry.subscribe('own', subscription(own.port, { types: ['extension'], ...PATIENT }))
  const time = unixMs(Date.now())
  telemetry.publish({
    time,
    type: 'platform.start',
    record: { requestId: 'r', version: '$LATEST', functionArn: 'arn' },
  })
  publishAll(telemetry, [line('first'), { time, type: 'extension', record: 'second' }, line('third')])
  await telemetry.flush(ms(20_000))

  const isSubscription = { type: 'platform.telemetrySubscription' }
  const start = { type: 'platform.start', record: { requestId: 'r' } }
  expect(all.batches).toMatchObject([
    [
      isSubscription,
      isSubscription,
      isSubscription,
      start,
      { record: 'first' },
      { record: 'second' },
      { record: 'third' },
    ],
  ])
  expect(platform.batches).toMatchObject([[isSubscription, isSubscription, isSubscription, start]])
  expect(own.batches).toMatchObject([[{ type: 'extension', record: 'second' }]])
})

test('a JSON line is an object from schema 2022-12-13 on, and text before', async () => {
  const record = { level: 'INFO', message: 'hello' }
  const [older, newer] = [await listenHttp(), await listenHttp()]
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('older', subscription(older.port, { schemaVersion: '2022-07-01', ...PATIENT }))
  telemetry.subscribe('newer', subscription(newer.port, { schemaVersion: '2022-12-13', ...PATIENT }))
  publishAll(telemetry, [{ ...line(''), type: 'function', record }, line('plain')])
  await telemetry.flush(ms(20_000))
  expect(older.batches.map(records)).toEqual([['{"level":"INFO","message":"hello"}', 'plain']])
  expect(newer.batches.map(records)).toEqual([[record, 'plain']])
})

test('a batch goes out when it has maxItems', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  const buffering = { maxItems: 1000, timeoutMs: 30_000 }
  telemetry.subscribe('agent', subscription(listener.port, { buffering }))
  const published = lines(2500)
  publishAll(telemetry, published)
  await until(() => expect(listener.batches).toHaveLength(2))
  expect(listener.batches.map((batch) => batch.length)).toEqual([1000, 1000])
  await telemetry.flush(ms(20_000))
  expect(listener.batches.map((batch) => batch.length)).toEqual([1000, 1000, 500])
  expect(records(listener.batches.flat())).toEqual(recordsOf(published))
})

test('a batch goes out when it has maxBytes', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe(
    'agent',
    subscription(listener.port, { buffering: { maxBytes: 262_144, timeoutMs: 30_000 } }),
  )
  publishAll(
    telemetry,
    Array.from({ length: 4 }, () => lineOf(65_535)),
  )
  publishAll(telemetry, [lineOf(100), line('of the next batch')])
  await until(() => expect(listener.batches).toHaveLength(1))
  expect(listener.batches[0]).toHaveLength(5)
})

test('a batch goes out when its first event is as old as the timeout, however many follow', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, { buffering: { timeoutMs: 400 } }))
  const published: PlatformEvent[] = []
  // Asked again every 20 ms. Were the clock set anew by each event, this would never end.
  await until(() => {
    const event = line(`line ${published.length}`)
    published.push(event)
    telemetry.publish(event)
    expect(listener.batches.length).toBeGreaterThan(1)
  })
  expect(listener.batches[0]?.length).toBeGreaterThan(1)
  await telemetry.flush(ms(20_000))
  expect(records(listener.batches.flat())).toEqual(recordsOf(published))
})

test('batches wait for one another: the next is posted once the one before was taken', async () => {
  const listener = await listenHttp()
  listener.answerWith('hold')
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('first'))
  await until(() => expect(listener.batches).toHaveLength(1))
  telemetry.publish(line('second'))
  await sleep(100)
  expect(listener.batches).toHaveLength(1)
  listener.answerWith(200)
  await until(() => expect(listener.batches.map(records)).toEqual([['first'], ['second']]))
})

test('what a refused connection could not take arrives when somebody listens', async () => {
  const port = await freePort()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(port, HASTY))
  telemetry.publish(line('early'))
  await sleep(200)
  telemetry.publish(line('later'))
  const listener = await listenHttp(port)
  await until(() => expect(listener.batches.map(records)).toEqual([['early'], ['later']]))
})

test('a batch that the listener refuses is posted again, and the next follows it', async () => {
  const listener = await listenHttp()
  listener.answerWith(503)
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('first'))
  await until(() => expect(listener.batches.length).toBeGreaterThan(1))
  telemetry.publish(line('second'))
  listener.answerWith(204)
  await until(() => expect(listener.batches.at(-1)).toMatchObject([{ record: 'second' }]))
  const refused = listener.batches.slice(0, -1)
  expect(new Set(refused.map((batch) => JSON.stringify(records(batch))))).toEqual(new Set(['["first"]']))
})

test('a listener that refuses a batch before it has read it, and breaks off, gets it again', async () => {
  const server = createServer((socket) => {
    // Another answers from the second attempt on.
    server.close()
    socket.pause().write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n')
    setTimeout(() => socket.resetAndDestroy(), 50)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(port, HASTY))
  // More than the kernel takes for a listener that does not read.
  telemetry.publish(line('x'.repeat(20_000_000)))
  await once(server, 'close')
  const later = await listenHttp(port)
  await until(() => expect(later.batches).toHaveLength(1))
  expect(String(later.batches[0]?.[0]?.record)).toHaveLength(20_000_000)
})

test('over TCP each event is one line of JSON, on one connection', async () => {
  const listener = await listenTcp()
  const { telemetry } = telemetryUnderTest()
  const destination = { protocol: 'TCP', port: listener.port }
  telemetry.subscribe('agent', subscription(0, { destination, ...HASTY }))
  telemetry.publish(line('with a\nline end'))
  await until(() => expect(listener.received.join('')).toContain('\n'))
  telemetry.publish(line('second'))
  await until(() => expect(listener.received).toHaveLength(1))
  await until(() =>
    expect(listener.received).toEqual([
      '{"time":"2026-11-23T12:00:00.007Z","type":"function","record":"with a\\nline end"}\n' +
        '{"time":"2026-11-23T12:00:00.007Z","type":"function","record":"second"}\n',
    ]),
  )
})

test('over TCP too events wait for somebody to listen', async () => {
  const port = await freePort()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(0, { destination: { protocol: 'TCP', port }, ...HASTY }))
  telemetry.publish(line('first'))
  await sleep(200)
  const listener = await listenTcp(port)
  await until(() => expect(listener.received.join('')).toContain('first'))
})

test.each([
  ['ends', (socket: Socket) => socket.end()],
  ['breaks off', (socket: Socket) => socket.resetAndDestroy()],
])('a TCP listener that %s its connection and comes back is connected to again', async (_, end) => {
  const listener = await listenTcp()
  const destination = { protocol: 'TCP', port: listener.port }
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(0, { destination, ...HASTY }))
  telemetry.publish(line('first'))
  await until(() => expect(listener.received.join('')).toContain('first'))
  await listener.close(end)
  telemetry.publish(line('second'))
  const restarted = await listenTcp(listener.port)
  await until(() => expect(restarted.received.join('')).toContain('second'))
})
