import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openRecorder } from './recorder.ts'
import type { Recorder } from './recorder.ts'

const PRELOAD = fileURLToPath(new URL('../src/native-client.cjs', import.meta.url))
const PROGRAM = `${import.meta.dirname}/fixtures/client-commands.cjs`

type Call = (call: 'next' | 'done' | 'error', ...args: unknown[]) => Promise<unknown>

/** A process with the client in it that a runtime gets; `call` gives what a method returned. One call at a time. */
function startClient(
  address: string,
  env: Readonly<Record<string, string>> = {},
): { call: Call; stdout: () => string } {
  const child = fork(PROGRAM, {
    execArgv: ['--require', PRELOAD],
    env: { ...env, AWS_LAMBDA_RUNTIME_API: address },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text))
  return {
    stdout: () => said,
    async call(call, ...args) {
      const answered = once(child, 'message') as Promise<[Outcome]>
      child.send({ call, args })
      const [{ value, error, cause }] = await answered
      if (error !== undefined) throw new Error(error, { cause })
      return value
    },
  }
}

interface Outcome {
  readonly value?: unknown
  readonly error?: string
  readonly cause?: string
}

async function recorded(
  env?: Readonly<Record<string, string>>,
): Promise<{ recorder: Recorder; call: Call; stdout: () => string }> {
  const recorder = await openRecorder()
  onTestFinished(() => recorder.close())
  return { recorder, ...startClient(recorder.address, env) }
}

test('next gives the event as text and the headers that the compiled client knows, the deadline as a number', async () => {
  const { recorder, call } = await recorded()
  recorder.deliver({
    requestId: 'r 1',
    body: '{"a":"€"}',
    headers: { 'Lambda-Runtime-Deadline-Ms': '1234', 'Lambda-Runtime-Aws-Tenant-Id': 'grün', 'X-Other': '1' },
  })
  expect(await call('next')).toEqual({
    bodyJson: '{"a":"€"}',
    headers: {
      'lambda-runtime-deadline-ms': 1234,
      'lambda-runtime-aws-request-id': 'r 1',
      'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:probe',
      'lambda-runtime-aws-tenant-id': 'grün',
    },
  })
})

test('an empty header is left out, but for those that every event has', async () => {
  const { recorder, call } = await recorded()
  const headers = { 'Lambda-Runtime-Trace-Id': '', 'Lambda-Runtime-Client-Context': '' }
  recorder.deliver({ requestId: 'r', body: '{}', headers })
  const { headers: known } = (await call('next')) as { headers: object }
  expect(known).toMatchObject({ 'lambda-runtime-trace-id': '' })
  expect(known).not.toHaveProperty('lambda-runtime-client-context')
})

test('an event of 6 MB in many pieces comes whole', async () => {
  const { recorder, call } = await recorded()
  const body = JSON.stringify('€'.repeat(2_000_000))
  recorder.deliver({ requestId: 'r', body })
  expect(await call('next')).toMatchObject({ bodyJson: body })
})

test('done returns when the Runtime API has all of the answer', async () => {
  const { recorder, call } = await recorded()
  recorder.deliver({ requestId: 'r 1', body: '{}' })
  await call('next')
  const body = JSON.stringify('€'.repeat(1_000_000))
  expect(await call('done', encodeURIComponent('r 1'), body)).toBeNull()
  expect(recorder.posts.map(({ path }) => path)).toEqual(['/2018-06-01/runtime/invocation/r%201/response'])
  expect(recorder.posts[0]?.body.equals(Buffer.from(body))).toBe(true)
  expect(recorder.posts[0]?.headers).not.toHaveProperty('lambda-runtime-function-xray-error-cause')
})

test('an error passes, with a cause in UTF-8 and what no header could hold as an escape', async () => {
  const { recorder, call } = await recorded()
  const body = '{"errorType":"TypeError","errorMessage":"水","trace":["a"]}'
  await call('error', 'r', body, '{"x":"水\n"}')
  await call('error', 'r', body, '')
  const [first, second] = recorder.posts
  expect(first).toMatchObject({ path: '/2018-06-01/runtime/invocation/r/error', body: Buffer.from(body) })
  const cause = String(first?.headers['lambda-runtime-function-xray-error-cause'])
  expect(Buffer.from(cause, 'latin1').toString('utf8')).toBe('{"x":"水\\u000a"}')
  expect(second?.headers).not.toHaveProperty('lambda-runtime-function-xray-error-cause')
})

test('a refused answer is a line on stdout, in the words of the compiled client, and the next event comes', async () => {
  const { recorder, call, stdout } = await recorded()
  await call('done', 'r', JSON.stringify('x'.repeat(7_000_000)))
  recorder.deliver({ requestId: 'second', body: '2' })
  expect(await call('next')).toMatchObject({ bodyJson: '2' })
  expect(stdout()).toMatch(
    /^\[ERROR\] \[\d{13}\] LAMBDA_RUNTIME Failed to post handler success response\. Http response code: 413\. \{.*\}\n$/,
  )
})

test('where invocations overlap, an answer does not wait behind a pending next', async () => {
  const recorder = await openRecorder()
  onTestFinished(() => recorder.close())
  const { call } = startClient(recorder.address, { AWS_LAMBDA_MAX_CONCURRENCY: '2' })
  const next = call('next')
  await recorder.asked(1)
  void call('done', 'r', '"during"').catch(() => {})
  expect(await recorder.posted(1)).toMatchObject([{ body: Buffer.from('"during"') }])
  recorder.deliver({ requestId: 'r2', body: '{}' })
  await next
})

test('wrong arguments are refused in the words of the compiled client', async () => {
  const { call } = await recorded()
  await expect(call('done', 'id')).rejects.toThrow('TypeError: Wrong number of arguments, expected 2')
  await expect(call('done', 'id', 7)).rejects.toThrow('TypeError: Wrong arguments')
  await expect(call('error', 'id', '{}')).rejects.toThrow('TypeError: Wrong number of arguments, expected 3')
})

test('when the Runtime API goes away, next fails instead of waiting for ever, and so does an answer', async () => {
  const { recorder, call } = await recorded()
  const next = call('next')
  await recorder.asked(1)
  recorder.close()
  await expect(next).rejects.toMatchObject({
    message: 'Error: Failed to get next invocation, error -1',
    cause: expect.stringContaining(`No reply from ${recorder.address}`),
  })
  await expect(call('next')).rejects.toThrow('error -1')
  await expect(call('done', 'r', '1')).rejects.toThrow('error -1')
})

test.each([
  ['HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n', 'Error: Failed to get next invocation, error 500'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}', 'Error: Failed to get next invocation, error -1'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n', 'error -1'],
])('next fails when the reply is %j', async (reply, message) => {
  const server = createServer(
    (socket) => void socket.once('data', () => socket.write(reply)).on('error', () => {}),
  )
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { call } = startClient(`127.0.0.1:${(server.address() as AddressInfo).port}`)
  await expect(call('next')).rejects.toThrow(message)
})
