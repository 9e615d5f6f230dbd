import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openLambdaApi } from '../src/lambda-api/server.ts'
import { drivenLab, refused } from './lambda-api-helper.ts'
import type { Driven } from './lambda-api-helper.ts'

const EVENT = { 'x-amz-invocation-type': 'Event' }

test('an event is taken at once, and runs with the request id that was answered', async () => {
  const { invoke, journal } = await drivenLab()
  const response = await invoke({ do: 'sleep', ms: 100 }, EVENT)
  expect([response.status, await response.text()]).toEqual([202, ''])
  const requestId = response.headers.get('x-amzn-requestid')!
  expect(journal.some(({ kind }) => kind === 'finished')).toBe(false)
  await expect.poll(() => outcomesOf(journal, requestId)).toEqual(['ok'])
})

test.each([
  ['an error', 'throw', 'error'],
  ['a crash', 'exit', 'crashed'],
])('after %s it is tried again, with the same request id, until it succeeds', async (_what, how, outcome) => {
  const { invoke, journal } = await drivenLab({ handler: 'lambda-api.failsAtFirst' }, QUICK)
  const file = newFile()
  const response = await invoke({ file, times: 1, how }, EVENT)
  const requestId = response.headers.get('x-amzn-requestid')!
  await expect.poll(() => outcomesOf(journal, requestId), PATIENTLY).toEqual([outcome, 'ok'])
  expect(readFileSync(file, 'utf8')).toBe(`${requestId}\n${requestId}\n`)
})

test('after the third failure it is given up', async () => {
  const { invoke, journal } = await drivenLab({ handler: 'lambda-api.failsAtFirst' }, QUICK)
  const response = await invoke({ file: newFile(), times: 9 }, EVENT)
  const requestId = response.headers.get('x-amzn-requestid')!
  await expect.poll(() => outcomesOf(journal, requestId), PATIENTLY).toEqual(['error', 'error', 'error'])
  await sleep(200)
  expect(outcomesOf(journal, requestId)).toHaveLength(3)
})

test('a throttled one waits for a place, however often, and that is no failure', async () => {
  const { invoke, journal } = await drivenLab({ concurrencyLimit: 1 }, QUICK)
  const running = invoke({ do: 'sleep', ms: 800 })
  await expect.poll(() => journal.some(({ kind }) => kind === 'arrived')).toBe(true)
  const response = await invoke({}, EVENT)
  const requestId = response.headers.get('x-amzn-requestid')!
  await expect.poll(() => outcomesOf(journal, requestId), PATIENTLY).toEqual(['ok'])
  await running
  const throttled = journal.filter((entry) => entry.kind === 'throttled' && entry.requestId === requestId)
  expect(throttled.length).toBeGreaterThan(3)
})

test('one that is throttled for too long is dropped', async () => {
  const { invoke, journal } = await drivenLab({ concurrencyLimit: 1 }, { ...QUICK, maxAgeMs: 100 })
  const running = invoke({ do: 'sleep', ms: 700 })
  await expect.poll(() => journal.some(({ kind }) => kind === 'arrived')).toBe(true)
  const response = await invoke({}, EVENT)
  const requestId = response.headers.get('x-amzn-requestid')!
  await running
  await sleep(200)
  expect(outcomesOf(journal, requestId)).toEqual([])
})

test('a closed API forgets what waits for another try, and the process can end', async () => {
  const { lab, journal } = await drivenLab({ handler: 'lambda-api.failsAtFirst' })
  const api = await openLambdaApi(lab, { port: 0, retryDelaysMs: [200, 200] })
  const body = JSON.stringify({ file: newFile(), times: 9 })
  await fetch(`${api.url}/2015-03-31/functions/probe/invocations`, { method: 'POST', headers: EVENT, body })
  await expect.poll(() => journal.filter(({ kind }) => kind === 'finished')).toHaveLength(1)
  await api.close()
  await sleep(400)
  expect(journal.filter(({ kind }) => kind === 'finished')).toHaveLength(1)
})

test('an event beyond 1 MB is refused, which a caller that waits may send', async () => {
  const { invoke } = await drivenLab()
  const large = JSON.stringify({ text: 'x'.repeat(1_048_576) })
  expect(await refused(await invoke(large, EVENT))).toEqual([
    413,
    'RequestTooLargeException',
    { Type: 'User', message: 'Request must be smaller than 1048576 bytes for the InvokeFunction operation' },
  ])
  expect((await invoke(large)).status).toBe(200)
})

test('a delay that is none is refused', async () => {
  const { lab } = await drivenLab()
  await expect(openLambdaApi(lab, { port: 0, retryDelaysMs: [1000, -1] })).rejects.toMatchObject({
    code: 'bad_setting',
    message: 'a delay of asynchronous invocations must be 0 to 2147483647 milliseconds, got -1',
  })
})

const QUICK = { retryDelaysMs: [20, 20], throttledDelayMs: 10 } as const
const PATIENTLY = { timeout: 10_000 }

function outcomesOf(journal: Driven['journal'], requestId: string): string[] {
  return journal.flatMap((entry) =>
    entry.kind === 'finished' && entry.requestId === requestId ? [entry.outcome] : [],
  )
}

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'tries')
}
