import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { RUNTIME_IDS, findRuntime } from '../src/runtimes.ts'
import type { RuntimeId } from '../src/runtimes.ts'
import type { Post } from './recorder.ts'
import { startRuntime } from './runtime-under-test.ts'

// Real processes of every runtime that has a Node on this machine (elsewhere: those of the Node that runs the tests).
const HERE = RUNTIME_IDS.filter((id) => isHere(id))

function isHere(id: RuntimeId): boolean {
  try {
    return findRuntime(id).nodeBinary !== ''
  } catch (error) {
    console.warn(`${id} is not tested: ${(error as Error).message}`)
    return false
  }
}

vi.setConfig({ testTimeout: 30_000 })

function json(post: Post): unknown {
  return JSON.parse(post.body.toString('utf8'))
}

describe.each(HERE)('%s', (runtime) => {
  test('answers with what an async handler gives, whatever that is', async () => {
    const { invoke } = await startRuntime({ runtime, handler: 'client-answers.handler' })
    const echo = await invoke({ do: 'echo', value: { text: 'grün 水 🪣' } })
    expect(echo).toMatchObject({
      path: '/2018-06-01/runtime/invocation/request-1/response',
      headers: { 'content-type': 'application/json' },
    })
    expect(json(echo)).toEqual({ text: 'grün 水 🪣' })
    expect((await invoke({ do: 'undefined' })).body.toString()).toBe('null')
    expect((await invoke({ do: 'null' })).body.toString()).toBe('null')
  })

  test('reports what a handler throws', async () => {
    const { invoke, output } = await startRuntime({ runtime, handler: 'client-answers.handler' })
    const failed = await invoke({ do: 'throwError', message: 'out of grün' })
    expect(failed.path).toBe('/2018-06-01/runtime/invocation/request-1/error')
    expect(json(failed)).toMatchObject({ errorType: 'RangeError', errorMessage: 'out of grün' })
    expect(json(await invoke({ do: 'throwString' }))).toMatchObject({ errorMessage: 'a string' })
    expect(json(await invoke({ do: 'reject' }))).toMatchObject({ errorType: 'TypeError' })
    const { stdout } = await output()
    expect(stdout).toContain('\tERROR\tInvoke Error \t{"errorType":"RangeError","errorMessage":"out of grün"')
  })

  test('runs with the flags of AWS: the collector is there, and an ES module cannot be required', async () => {
    const { invoke } = await startRuntime({ runtime, handler: 'client-answers.handler' })
    expect(json(await invoke({ do: 'features' }))).toMatchObject({
      version: `v${findRuntime(runtime).nodeVersion}`,
      execArgv: expect.arrayContaining(['--no-experimental-require-module']),
      gc: 'function',
    })
    const requires = await startRuntime({ runtime, handler: 'client-modules.handler' })
    expect(json(await requires.invoke({}))).toBe('ERR_REQUIRE_ESM')
  })

  test('lets an ES module be required when NODE_OPTIONS asks for it', async () => {
    const env = { NODE_OPTIONS: '--experimental-require-module --no-warnings' }
    const { invoke } = await startRuntime({ runtime, handler: 'client-modules.handler', env })
    expect(json(await invoke({}))).toBe('function')
  })

  test('does not take a .js file for an ES module by its looks', async () => {
    const folder = temporaryFolder()
    writeFileSync(`${folder}/looks.js`, 'export const handler = async () => 1\n')
    const { recorder, ended } = await startRuntime({ runtime, handler: 'looks.handler', folder })
    const [initError] = await recorder.posted(1)
    expect(initError?.path).toBe('/2018-06-01/runtime/init/error')
    expect(json(initError!)).toMatchObject({ errorType: 'Runtime.UserCodeSyntaxError' })
    expect(await ended).not.toBe(0)
  })

  test('streams, with the error that came half way in the trailers', async () => {
    const { invoke } = await startRuntime({ runtime, handler: 'client-streams.handler' })
    expect(await invoke({})).toMatchObject({
      headers: { 'lambda-runtime-function-response-mode': 'streaming', 'content-type': 'text/plain' },
      body: Buffer.from('first, ü,second'),
      trailers: {},
    })
    const failed = await invoke({ fail: 'after' })
    expect(failed.body.toString()).toBe('first, ü,')
    expect(failed.trailers['lambda-runtime-function-error-type']).toBe('TypeError')
    const body = Buffer.from(failed.trailers['lambda-runtime-function-error-body'] ?? '', 'base64')
    expect(JSON.parse(body.toString())).toMatchObject({ errorType: 'TypeError', errorMessage: 'half way' })
  })

  test('sends a large answer whole though the process ends right after it', async () => {
    const { invoke, ended, recorder } = await startRuntime({ runtime, handler: 'client-answers.handler' })
    const { body } = await invoke({ do: 'exitAfterwards', length: 6_000_000, code: 3 })
    expect(body.length).toBe(6_000_002)
    recorder.deliver({ requestId: 'r', body: '{}' })
    expect(await ended).toBe(3)
  })

  test('dies of a timer that throws between two invocations in the second', async () => {
    const { invoke, recorder, ended, output } = await startRuntime({
      runtime,
      handler: 'client-answers.handler',
    })
    expect((await invoke({ do: 'throwBetween' })).body.toString()).toBe('null')
    await recorder.asked(2)
    const first = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])
    expect(first).toBe('waits')
    recorder.deliver({ requestId: 'second', body: '{"do":"null"}' })
    expect(await ended).toBe(runtime === 'nodejs22.x' ? 129 : 1)
    const { stdout, stderr } = await output()
    expect(stdout + stderr).toContain('between two invocations')
    expect(recorder.posts).toHaveLength(1)
  })
})

const EVENT_HEADERS = {
  'Lambda-Runtime-Client-Context': '{"custom":{"a":"ü"}}',
  'Lambda-Runtime-Cognito-Identity': '{"cognitoIdentityId":"i"}',
  'Lambda-Runtime-Aws-Tenant-Id': 'blue',
  'Lambda-Runtime-Unheard-Of': 'x',
}

const CONTEXT = {
  clientContext: { custom: { a: 'ü' } },
  identity: { cognitoIdentityId: 'i' },
  tenantId: 'blue',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:probe',
  awsRequestId: 'request-1',
  functionName: 'probe',
  functionVersion: '$LATEST',
  memoryLimitInMB: '512',
  logGroupName: '/aws/lambda/probe',
  logStreamName: '2026/08/08/[$LATEST]0',
  remaining: 1,
  traceInEnvironment: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1',
}

test.runIf(isHere('nodejs22.x'))('Node 22 gives the context a switch for the event loop', async () => {
  const { invoke } = await startRuntime({ runtime: 'nodejs22.x', handler: 'client-answers.contextOf' })
  expect(json(await invoke({}, { headers: EVENT_HEADERS }))).toEqual({
    ...CONTEXT,
    callbackWaitsForEmptyEventLoop: true,
  })
})

test.runIf(isHere('nodejs24.x'))('Node 24 gives the context the trace id instead', async () => {
  const { invoke } = await startRuntime({ runtime: 'nodejs24.x', handler: 'client-answers.contextOf' })
  expect(json(await invoke({}, { headers: EVENT_HEADERS }))).toEqual({
    ...CONTEXT,
    xRayTraceId: CONTEXT.traceInEnvironment,
  })
})

describe.runIf(isHere('nodejs22.x'))('a callback handler on Node 22', () => {
  test.each([
    ['plain', { n: 1 }, '{"n":1}'],
    ['never', {}, 'null'],
    ['waits', {}, '{"timerRan":true}'],
    ['hurries', {}, '{"timerRan":false}'],
  ])('%s', async (name, event, body) => {
    const { invoke } = await startRuntime({ runtime: 'nodejs22.x', handler: `client-callbacks.${name}` })
    expect((await invoke(event)).body.toString()).toBe(body)
  })

  test.each([
    ['fails', 'SyntaxError', 'called back'],
    ['throws', 'Error', 'thrown, not called back'],
  ])('%s', async (name, errorType, errorMessage) => {
    const { invoke } = await startRuntime({ runtime: 'nodejs22.x', handler: `client-callbacks.${name}` })
    expect(json(await invoke({}))).toMatchObject({ errorType, errorMessage })
  })
})

test.each(
  HERE.flatMap((runtime) => [
    { runtime, managedInstances: true, message: /does not support|has removed support/ },
    ...(runtime === 'nodejs24.x'
      ? [{ runtime, managedInstances: false, message: /has removed support/ }]
      : []),
  ]),
)(
  '$runtime refuses a callback handler (Managed Instances: $managedInstances)',
  async ({ message, ...setup }) => {
    const { recorder, ended } = await startRuntime({ ...setup, handler: 'client-callbacks.plain' })
    const [initError] = await recorder.posted(1)
    expect(initError).toMatchObject({ path: '/2018-06-01/runtime/init/error' })
    expect(json(initError!)).toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringMatching(message),
    })
    expect(await ended).toBe(1)
  },
)

test.each(HERE)(
  '%s on Managed Instances serves overlapping invocations from worker threads',
  async (runtime) => {
    const gate = await openGate(4)
    const { recorder } = await startRuntime({
      runtime,
      handler: 'client-overlaps.handler',
      managedInstances: true,
      env: { AWS_LAMBDA_MAX_CONCURRENCY: '4', AWS_LAMBDA_NODEJS_WORKER_COUNT: '2' },
    })
    await recorder.asked(2)
    for (const n of [1, 2, 3, 4]) {
      recorder.deliver({ requestId: `r${n}`, body: JSON.stringify({ gate, length: n * 1_000_000 }) })
    }
    const answers = (await recorder.posted(4)).map((post) => json(post) as Overlap)
    expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(2)
    expect(answers.map(({ insideThisThread }) => insideThisThread)).toEqual([2, 2, 2, 2])
    expect(answers.map(({ filler }) => filler.length).toSorted((a, b) => a - b)).toEqual([1e6, 2e6, 3e6, 4e6])
    // And each of them waits for more.
    await recorder.asked(6)
  },
)

interface Overlap {
  readonly threadId: number
  readonly insideThisThread: number
  readonly filler: string
}

/** Answers nobody before `count` have asked, then all: the address of it. */
async function openGate(count: number): Promise<string> {
  const waiting: ServerResponse[] = []
  const server = createServer((_request, response) => {
    waiting.push(response)
    if (waiting.length === count) for (const asked of waiting.splice(0)) asked.end('open')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => server.closeAllConnections())
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
