import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ms, unixMs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type { PlatformEvent } from '../src/platform/event.ts'
import { aWhile, HASTY, line, lineOf, lines, listenHttp, OK } from './telemetry-helper.ts'
import { records, subscription, telemetryUnderTest, until } from './telemetry-helper.ts'

const EVERYTHING = { types: ['platform', 'function', 'extension'] }

const INIT_START: PlatformEvent = {
  time: unixMs(Date.UTC(2026, 10, 23)),
  type: 'platform.initStart',
  record: {
    initializationType: 'on-demand',
    phase: 'init',
    runtimeVersion: 'nodejs:24.v21',
    runtimeVersionArn: 'arn:aws:lambda:us-east-1::runtime:0',
    functionName: 'orders',
    functionVersion: '$LATEST',
    instanceId: '82561ce0-53dd-47d1-90e0-c8f5e063e62e',
    instanceMaxMemory: 256,
  },
}

test('who subscribes late in the init is told of it from its beginning', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.publish(INIT_START)
  telemetry.publish(line('loading'))
  telemetry.subscribe('agent', subscription(listener.port, { ...EVERYTHING, ...HASTY }))
  telemetry.publish(line('loaded'))
  await until(() =>
    expect(listener.batches.flat()).toMatchObject([
      { type: 'platform.initStart', record: INIT_START.record },
      { type: 'function', record: 'loading' },
      { type: 'platform.telemetrySubscription', record: { name: 'agent', state: 'Subscribed' } },
      { type: 'function', record: 'loaded' },
    ]),
  )
})

test('of a talkative init the first MiB is kept for who subscribes late, who is told how much he missed', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.publish(INIT_START)
  for (let i = 0; i < 48; i++) telemetry.publish(lineOf(32_768))
  const buffering = { maxBytes: 1_048_576, timeoutMs: 30_000 }
  telemetry.subscribe('agent', subscription(listener.port, { ...EVERYTHING, buffering }))
  await telemetry.flush(ms(20_000))
  await telemetry.flush(ms(20_000))
  const told = listener.batches.flat()
  expect(told[0]).toMatchObject({ type: 'platform.initStart' })
  expect(told.filter(({ type }) => type === 'function')).toHaveLength(32)
  expect(told.find(({ type }) => type === 'platform.logsDropped')).toMatchObject({
    record: { droppedRecords: 16, droppedBytes: 16 * 32_768 },
  })
})

test('a second subscription of an extension replaces its first', async () => {
  const [first, second] = [await listenHttp(), await listenHttp()]
  const { telemetry } = telemetryUnderTest()
  telemetry.publish(INIT_START)
  telemetry.subscribe('agent', subscription(first.port, { ...EVERYTHING, ...HASTY }))
  expect(telemetry.subscribe('agent', subscription(second.port, { ...EVERYTHING, ...HASTY }))).toEqual(OK)
  telemetry.publish(line('once'))
  await until(() =>
    expect(second.batches.flat()).toMatchObject([
      { type: 'platform.initStart' },
      { record: { state: 'Subscribed' } },
      { record: { name: 'agent', state: 'Already subscribed' } },
      { record: 'once' },
    ]),
  )
  await aWhile()
  expect(first.batches).toEqual([])
})

test('a flush sends all there is, and ends when it was taken', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe(
    'agent',
    subscription(listener.port, { buffering: { maxItems: 1000, timeoutMs: 30_000 } }),
  )
  for (const event of lines(2500)) telemetry.publish(event)
  await telemetry.flush(ms(20_000))
  expect(listener.batches.flat()).toHaveLength(2500)
  await telemetry.flush(ms(20_000))
  expect(listener.batches).toHaveLength(3)
})

test('a flush does not wait for the pause after a failure', async () => {
  const listener = await listenHttp()
  listener.answerWith(500)
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('first'))
  // The pause after the sixth failure is one of 1.6 s.
  await until(() => expect(listener.batches.length).toBeGreaterThan(5))
  listener.answerWith(200)
  await sleep(50)
  const before = listener.batches.length
  await telemetry.flush(ms(500))
  expect(listener.batches).toHaveLength(before + 1)
})

test('after a reset the subscriptions are gone, with all that waited for them, and a new init tells only of itself', async () => {
  const listener = await listenHttp()
  listener.answerWith('hold')
  const { telemetry } = telemetryUnderTest()
  telemetry.publish(line('of the first init'))
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  await until(() => expect(listener.batches).toHaveLength(1))
  telemetry.publish(line('waiting'))
  const flushed = telemetry.flush(ms(20_000))
  telemetry.forget()
  await flushed
  listener.answerWith(200)
  telemetry.publish(line('of the second init'))
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  await until(() =>
    expect(listener.batches.map(records)).toEqual([['of the first init'], ['of the second init']]),
  )
})

// A process of its own: only there it shows that nothing keeps it alive.
const LEFT_BEHIND = `
  import { createServer } from 'node:http'
  import { createServer as createTcpServer } from 'node:net'
  import { openTelemetry } from '${import.meta.dirname}/../src/api/telemetry.ts'

  const event = { time: Date.now(), type: 'function', record: 'line' }
  const [busy, waiting] = [1, 2].map(() => openTelemetry({ now: Date.now, onSubscribed() {} }))
  const subscribe = (telemetry, name, timeoutMs, destination) => telemetry.subscribe(name, Buffer.from(JSON.stringify({
    schemaVersion: '2025-01-29', types: ['function'], buffering: { timeoutMs }, destination,
  })))
  const http = (port) => ({ protocol: 'HTTP', URI: 'http://sandbox:' + port })

  const answersWithoutEnd = createServer((request, response) => {
    response.writeHead(200).write('an answer without an end')
    const tcp = createTcpServer(() => {
      for (const telemetry of [busy, waiting]) telemetry.close()
      busy.publish(event)
    }).unref()
    tcp.listen(0, '127.0.0.1', () => {
      subscribe(busy, 'connected', 25, { protocol: 'TCP', port: tcp.address().port })
      busy.publish(event)
    })
  }).unref()

  answersWithoutEnd.listen(0, '127.0.0.1', () => {
    subscribe(waiting, 'waiting for its time', 30_000, http(1))
    waiting.publish(event)
    subscribe(busy, 'answered without an end', 25, http(answersWithoutEnd.address().port))
    subscribe(busy, 'trying again', 25, http(1))
    busy.publish(event)
    void busy.flush(30_000).then(() => console.log('flushed'))
  })
`

test('once closed, no timer, connection or flush keeps the process alive', async () => {
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', LEFT_BEHIND], {
    timeout: 20_000,
  })
  await expect(run).resolves.toMatchObject({ stdout: 'flushed\n', stderr: '' })
})
