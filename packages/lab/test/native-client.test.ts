import { createRequire } from 'node:module'
import { expect, onTestFinished, test } from 'vitest'
import { openRuntimeApi } from '../src/runtime-api.ts'
import type { RuntimeApi } from '../src/runtime-api.ts'

interface Client {
  next(): Promise<{ bodyJson: string; headers: Record<string, string> }>
  done(...args: unknown[]): void
  error(...args: unknown[]): void
}

const require = createRequire(import.meta.url)
const PRELOAD = require.resolve('../src/native-client.cjs')

// No such file exists: the preload answers.
const CLIENT = ['.', 'rapid-client.node'].join('/')

/** What the runtime gets when it requires its compiled client, against a real Runtime API. */
async function client(): Promise<{ api: RuntimeApi; client: Client }> {
  const api = await openRuntimeApi()
  onTestFinished(() => api.close())
  process.env['AWS_LAMBDA_RUNTIME_API'] = api.address
  delete require.cache[PRELOAD]
  require(PRELOAD)
  return { api, client: require(CLIENT) as Client }
}

const event = {
  requestId: 'r 1',
  body: '{"a":"€"}',
  deadlineMs: 1234,
  arn: 'arn:aws:lambda',
  traceHeader: 'Root=1',
}

test('next gives the event as text and the headers in lower case', async () => {
  const { api, client: runtime } = await client()
  const next = runtime.next()
  await api.asked()
  api.deliver(event)
  expect(await next).toMatchObject({
    bodyJson: '{"a":"€"}',
    headers: {
      'lambda-runtime-aws-request-id': 'r 1',
      'lambda-runtime-deadline-ms': '1234',
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda',
      'lambda-runtime-trace-id': 'Root=1',
    },
  })
})

test('an answer is complete before the next event is asked for', async () => {
  const { api, client: runtime } = await client()
  const first = runtime.next()
  await api.asked()
  api.deliver(event)
  await first
  const order: string[] = []
  void api.answered().then(() => order.push('answered'))
  void api.asked().then(() => order.push('asked'))
  runtime.done(encodeURIComponent('r 1'), JSON.stringify('x'.repeat(3_000_000)))
  void runtime.next().catch(() => {})
  await api.asked()
  expect(order).toEqual(['answered', 'asked'])
})

test('an error passes, with a cause no header could hold', async () => {
  const { api, client: runtime } = await client()
  const first = runtime.next()
  await api.asked()
  api.deliver(event)
  await first
  runtime.error('r%201', '{"errorType":"TypeError","errorMessage":"水","trace":["a"]}', '{"x":"水\n"}')
  expect(await api.answered()).toMatchObject({
    kind: 'error',
    error: { errorType: 'TypeError', errorMessage: '水', trace: ['a'] },
  })
})

test('an answer to a request that is not under way is not taken', async () => {
  const { api, client: runtime } = await client()
  const first = runtime.next()
  await api.asked()
  api.deliver(event)
  await first
  runtime.done('another', '"wrong"')
  runtime.done('r%201', '"right"')
  expect(await api.answered()).toMatchObject({ kind: 'payload', body: Buffer.from('"right"') })
})

test('wrong arguments are refused in the words of the compiled client', async () => {
  const { client: runtime } = await client()
  expect(() => runtime.done('id')).toThrow(new TypeError('Wrong number of arguments, expected 2'))
  expect(() => runtime.done('id', 7)).toThrow(new TypeError('Wrong arguments'))
  expect(() => runtime.error('id', '{}')).toThrow(new TypeError('Wrong number of arguments, expected 3'))
})

test('when the Runtime API goes away, next fails instead of waiting for ever', async () => {
  const { api, client: runtime } = await client()
  const next = runtime.next()
  await api.asked()
  await api.close()
  await expect(next).rejects.toThrow(`Failed to reach the Runtime API at ${api.address}`)
  await expect(runtime.next()).rejects.toThrow('Failed to reach the Runtime API')
})
