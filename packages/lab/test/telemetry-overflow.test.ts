import { setImmediate } from 'node:timers/promises'
import { ms } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { aWhile, HASTY, line, lineOf, lines, listenHttp, listenTcp } from './telemetry-helper.ts'
import { PATIENT, records, subscription, telemetryUnderTest, until } from './telemetry-helper.ts'
import type { Told } from './telemetry-helper.ts'

const BOTH = ['platform', 'function']
const LINE_BYTES = 32_768
const REASON = 'Consumer seems to have fallen behind as it has not acknowledged receipt of logs.'

interface Dropped {
  readonly droppedRecords: number
  readonly droppedBytes: number
}

/** What a subscriber was told that it missed, in all. */
function missed(told: readonly Told[]): Dropped {
  const all = told
    .filter(({ type }) => type === 'platform.logsDropped')
    .map(({ record }) => record as Dropped)
  return {
    droppedRecords: all.reduce((sum, { droppedRecords }) => sum + droppedRecords, 0),
    droppedBytes: all.reduce((sum, { droppedBytes }) => sum + droppedBytes, 0),
  }
}

function functionLines(told: readonly Told[]): readonly Told[] {
  return told.filter(({ type }) => type === 'function')
}

test('of what a silent listener does not take, twice maxBytes are kept, and the rest is counted to the byte', async () => {
  const listener = await listenHttp()
  const { telemetry, dropped } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, { types: BOTH, ...PATIENT }))
  await telemetry.flush(ms(20_000))
  listener.answerWith('hold')

  // 8 of them fill a buffer of 262,144 bytes: 8 are on their way, 8 wait, 84 are lost.
  for (let i = 0; i < 100; i++) telemetry.publish(lineOf(LINE_BYTES))
  await until(() => expect(listener.batches).toHaveLength(2))
  listener.answerWith(200)
  await telemetry.flush(ms(20_000))
  // What is told of the loss was not there yet when the first flush began.
  await telemetry.flush(ms(20_000))

  const told = listener.batches.flat()
  expect(functionLines(told)).toHaveLength(16)
  expect(told.at(-1)).toMatchObject({
    type: 'platform.logsDropped',
    record: { reason: REASON, droppedRecords: 84, droppedBytes: 84 * LINE_BYTES },
  })
  expect(dropped).toMatchObject([{ type: 'platform.logsDropped', record: { droppedRecords: 84 } }])
})

test('the loss is told where the gap is: after what came before it, before what came later', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, { types: BOTH, ...PATIENT }))
  await telemetry.flush(ms(20_000))
  listener.answerWith('hold')

  for (let i = 0; i < 20; i++) telemetry.publish(lineOf(LINE_BYTES))
  await until(() => expect(listener.batches).toHaveLength(2))
  listener.answerWith(200)
  await until(() => expect(listener.batches).toHaveLength(3))
  telemetry.publish(line('later'))
  await telemetry.flush(ms(20_000))
  expect(listener.batches.flat().slice(-3)).toMatchObject([
    { type: 'function' },
    { type: 'platform.logsDropped', record: { droppedRecords: 4 } },
    { type: 'function', record: 'later' },
  ])
})

test('however often a slow listener falls behind, what came and what is told as lost are all that was published', async () => {
  const listener = await listenHttp()
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, { types: BOTH, ...HASTY }))
  for (let round = 0; round < 5; round++) {
    listener.answerWith('hold')
    for (let i = 0; i < 40; i++) telemetry.publish(lineOf(LINE_BYTES))
    // oxlint-disable-next-line no-await-in-loop -- one round after the other is the case.
    await setImmediate()
    listener.answerWith(200)
    // oxlint-disable-next-line no-await-in-loop
    await setImmediate()
  }
  await telemetry.flush(ms(20_000))
  await telemetry.flush(ms(20_000))
  const told = listener.batches.flat()
  const { droppedRecords, droppedBytes } = missed(told)
  expect(droppedRecords).toBeGreaterThan(0)
  expect(functionLines(told).length + droppedRecords).toBe(200)
  expect(droppedBytes).toBe(droppedRecords * LINE_BYTES)
})

test('a listener that never answers holds up no other, and no flush for longer than it may take', async () => {
  const [silent, healthy] = [await listenHttp(), await listenHttp()]
  silent.answerWith('hold')
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('silent', subscription(silent.port, PATIENT))
  telemetry.subscribe('healthy', subscription(healthy.port, PATIENT))
  for (const batch of [1, 2, 3]) {
    for (const event of lines(100, batch * 100)) telemetry.publish(event)
    // oxlint-disable-next-line no-await-in-loop -- one invocation after the other is the case.
    await telemetry.flush(ms(100))
  }
  expect(healthy.batches.flat()).toHaveLength(300)
  expect(silent.batches.flat()).toHaveLength(100)
  silent.answerWith(200)
  await telemetry.flush(ms(20_000))
  expect(records(silent.batches.flat())).toEqual(records(healthy.batches.flat()))
})

test('a listener that never ends its answer has one connection, not one for each batch', async () => {
  const listener = await listenHttp()
  listener.answerWith('half')
  const { telemetry } = telemetryUnderTest()
  telemetry.subscribe('agent', subscription(listener.port, HASTY))
  telemetry.publish(line('first'))
  await until(() => expect(listener.batches).toHaveLength(1))
  telemetry.publish(line('second'))
  await aWhile()
  expect(listener.batches).toHaveLength(1)
})

test('a TCP listener that does not read loses what does not fit, and is told so when it reads again', async () => {
  const listener = await listenTcp()
  const { telemetry } = telemetryUnderTest()
  listener.pause()
  const destination = { protocol: 'TCP', port: listener.port }
  telemetry.subscribe('agent', subscription(0, { destination, types: BOTH, ...PATIENT }))
  // The kernel itself takes some megabytes before it makes the sender wait.
  for (let i = 0; i < 1000; i++) {
    telemetry.publish(lineOf(LINE_BYTES))
    // oxlint-disable-next-line no-await-in-loop -- the socket is to be written to in between.
    await setImmediate()
  }
  listener.resume()
  await telemetry.flush(ms(20_000))
  await telemetry.flush(ms(20_000))
  await until(() => {
    const told = listener.received
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((text) => JSON.parse(text) as Told)
    const { droppedRecords } = missed(told)
    expect(droppedRecords).toBeGreaterThan(0)
    expect(functionLines(told).length + droppedRecords).toBe(1000)
  })
})
