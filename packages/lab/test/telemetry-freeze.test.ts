import { setTimeout as sleep } from 'node:timers/promises'
import { ms } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { aWhile, HASTY, line, lineOf, lines, listenHttp } from './telemetry-helper.ts'
import { PATIENT, records, subscription, telemetryUnderTest, until } from './telemetry-helper.ts'

test('while the container is frozen nothing is sent, and nothing is lost', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('before'))
  telemetry.freeze()
  telemetry.publish(line('meanwhile'))
  await aWhile()
  expect(listener.batches).toEqual([])
  telemetry.thaw()
  await until(() => expect(listener.batches.map(records)).toEqual([['before', 'meanwhile']]))
})

test('not even a full batch is sent from a frozen container', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe(
    'agent',
    subscription(listener.port, { buffering: { maxItems: 1000, timeoutMs: 30_000 } }),
  )
  telemetry.freeze()
  for (const event of lines(1500)) telemetry.publish(event)
  await aWhile()
  expect(listener.batches).toEqual([])
  telemetry.thaw()
  await until(() => expect(listener.batches.map((batch) => batch.length)).toEqual([1000]))
})

test('the age of a batch counts the time that the container was frozen', async () => {
  const listener = await listenHttp()
  const { telemetry, turnClock } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, PATIENT))
  telemetry.publish(line('first'))
  telemetry.freeze()
  telemetry.thaw()
  await aWhile()
  expect(listener.batches).toEqual([])
  telemetry.freeze()
  turnClock(30_000)
  telemetry.thaw()
  await until(() => expect(listener.batches).toHaveLength(1))
})

test('a batch that was on its way may be answered in the frost, and the next waits for the thaw', async () => {
  const listener = await listenHttp()
  listener.answerWith('hold')
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('first'))
  await until(() => expect(listener.batches).toHaveLength(1))
  telemetry.publish(line('second'))
  telemetry.freeze()
  listener.answerWith(200)
  await aWhile()
  expect(listener.batches).toHaveLength(1)
  telemetry.thaw()
  await until(() => expect(listener.batches.map(records)).toEqual([['first'], ['second']]))
})

test('a refused batch is not tried again in the frost, but after it', async () => {
  const listener = await listenHttp()
  listener.answerWith(500)
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('first'))
  // The pause after the fourth failure is one of 400 ms: the freeze falls into it.
  await until(() => expect(listener.batches.length).toBeGreaterThan(3))
  await sleep(100)
  telemetry.freeze()
  const refused = listener.batches.length
  await sleep(500)
  expect(listener.batches).toHaveLength(refused)
  listener.answerWith(200)
  telemetry.thaw()
  await until(() => expect(listener.batches).toHaveLength(refused + 1))
})

test('a batch that is refused in the frost is tried again after it', async () => {
  const listener = await listenHttp()
  listener.answerWith('hold')
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('first'))
  await until(() => expect(listener.batches).toHaveLength(1))
  telemetry.freeze()
  listener.answerWith(500)
  await aWhile()
  expect(listener.batches).toHaveLength(1)
  listener.answerWith(200)
  telemetry.thaw()
  await until(() => expect(listener.batches.map(records)).toEqual([['first'], ['first']]))
})

test('who subscribes in the frost is told after it', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.freeze()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('first'))
  await aWhile()
  expect(listener.batches).toEqual([])
  telemetry.thaw()
  await until(() => expect(listener.batches).toHaveLength(1))
})

test('what does not fit while the container is frozen is told after the thaw', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, { types: ['platform', 'function'], ...PATIENT }))
  await telemetry.flush(ms(20_000))
  telemetry.freeze()
  for (let i = 0; i < 10; i++) telemetry.publish(lineOf(32_768))
  telemetry.thaw()
  await telemetry.flush(ms(20_000))
  await telemetry.flush(ms(20_000))
  expect(listener.batches.at(-1)).toMatchObject([
    { type: 'platform.logsDropped', record: { droppedRecords: 2, droppedBytes: 65_536 } },
  ])
})

test('a flush of a frozen container ends when its time is over', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, PATIENT))
  telemetry.publish(line('first'))
  telemetry.freeze()
  await telemetry.flush(ms(50))
  expect(listener.batches).toEqual([])
})
