import { LOG_LINE_PREFIX } from '@thermocline/wire'
import { expect, onTestFinished, test } from 'vitest'
import { sampleEvent } from '../src/load/sample-events.ts'
import { checkSamples, SAMPLE_FUNCTIONS, startLab } from '../src/index.ts'
import type { InvocationResult, Lab } from '../src/index.ts'
import { seeded } from '../src/random.ts'

// With the built SDK, as a user's function would load it.
async function startSamples(): Promise<Lab> {
  const lab = await startLab({ functions: SAMPLE_FUNCTIONS })
  onTestFinished(() => lab.stop())
  return lab
}

test('every sample function answers its events in one container, and each invocation leaves its spans in the log', async () => {
  const lab = await startSamples()
  const random = seeded(11)
  const call = (name: string): Promise<InvocationResult> =>
    lab.invoke(name, sampleEvent(name, random, Date.now()))
  const both = await Promise.all(
    SAMPLE_FUNCTIONS.map(async ({ name }) => [await call(name), await call(name)] as const),
  )
  for (const [first, second] of both) {
    expect(first).toMatchObject({ outcome: 'ok', startKind: 'cold' })
    expect(second).toMatchObject({ outcome: 'ok', startKind: 'warm', container: first.container })
    const ours = lab.logs(first.container).filter((line) => line.text.startsWith(LOG_LINE_PREFIX))
    const requests = ours.map((line) => (JSON.parse(line.text) as { rid: string }).rid)
    expect(new Set(requests)).toEqual(new Set([first.requestId, second.requestId]))
  }
})

test('the orders API answers 200, 404 and 400', async () => {
  const lab = await startSamples()
  const get = async (number: string): Promise<unknown> =>
    (await lab.invoke('orders-api', { version: '2.0', pathParameters: { number } })).payload
  expect(await get('7')).toMatchObject({ statusCode: 200, body: expect.stringContaining('"total":') })
  expect(await get('401')).toMatchObject({ statusCode: 404 })
  expect(await get('seven')).toMatchObject({ statusCode: 400 })
})

test('the mail queue reports only the message it could not deliver', async () => {
  const lab = await startSamples()
  const { payload } = await lab.invoke('mail-queue', {
    Records: [message('a', 'ada@example.com'), message('b', '')],
  })
  expect(payload).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] })
})

test('the report is streamed as CSV behind its HTTP prelude, and an unknown month is an error', async () => {
  const lab = await startSamples()
  const report = (month: string): Promise<InvocationResult> =>
    lab.invoke('report-stream', { version: '2.0', queryStringParameters: { month } })
  const february = await report('2026-02')
  const [prelude, csv] = String(february.payload).split('\0'.repeat(8))
  expect(JSON.parse(prelude ?? '')).toMatchObject({
    statusCode: 200,
    headers: { 'content-type': 'text/csv' },
  })
  expect(csv?.trimEnd().split('\n')).toHaveLength(29)
  expect(february.stream?.contentType).toBe('application/vnd.awslambda.http-integration-response')
  expect(await report('2026-13')).toMatchObject({
    outcome: 'error',
    error: { errorType: 'RangeError', errorMessage: 'no such month: 2026-13' },
  })
})

function message(messageId: string, email: string): unknown {
  const body = { email, name: 'Ada', order: 7, status: 'packed' }
  return { messageId, eventSource: 'aws:sqs', body: JSON.stringify(body) }
}

test('without the built SDK the samples are refused, with what to do', () => {
  expect(() => checkSamples(new URL('file:///nowhere/index.mjs'))).toThrow(
    'there is no /nowhere/index.mjs: run npm run build',
  )
})
