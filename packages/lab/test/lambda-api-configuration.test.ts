import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLambdaApi } from '../src/lambda-api/server.ts'
import { startLab } from '../src/index.ts'
import { FIXTURES, fixture } from './helper.ts'
import { drivenLab, refused } from './lambda-api-helper.ts'

const CONFIGURATION = '/2015-03-31/functions/probe/configuration'
const CODE = '/2015-03-31/functions/probe/code'

const DESCRIBED = {
  FunctionName: 'probe',
  FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:probe',
  Handler: 'probe.handler',
  Runtime: 'nodejs24.x',
  Version: '$LATEST',
  MemorySize: 128,
  Timeout: 3,
  Environment: { Variables: { COLOUR: 'blue' } },
  State: 'Active',
  LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/probe' },
}

test('a function is described as AWS does', async () => {
  const { call } = await drivenLab({ env: { COLOUR: 'blue' } })
  const response = await call('GET', CONFIGURATION)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject(DESCRIBED)
})

test('a function that keeps tenants apart and logs in JSON says so; part of a second is a whole one', async () => {
  const { call } = await drivenLab({ tenants: true, logFormat: 'JSON', timeoutMs: 1200 })
  expect(await (await call('GET', CONFIGURATION)).json()).toMatchObject({
    Timeout: 2,
    TenancyConfig: { TenantIsolationMode: 'PER_TENANT' },
    LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'INFO', ApplicationLogLevel: 'INFO' },
  })
})

test('functions are listed page by page', async () => {
  const lab = await startLab({ functions: ['a', 'b', 'c'].map((name) => fixture({ name })) })
  onTestFinished(() => lab.stop())
  const api = await openLambdaApi(lab, { port: 0 })
  onTestFinished(() => api.close())
  const page = async (search: string): Promise<unknown> => {
    const response = await fetch(`${api.url}/2015-03-31/functions/${search}`)
    const { Functions: functions, NextMarker: next } = (await response.json()) as Page
    return [functions.map(({ FunctionName: name }) => name), next]
  }
  expect(await page('')).toEqual([['a', 'b', 'c'], undefined])
  expect(await page('?MaxItems=2')).toEqual([['a', 'b'], '2'])
  expect(await page('?MaxItems=2&Marker=2')).toEqual([['c'], undefined])
  const wrong = ['MaxItems=0', 'MaxItems=x', 'Marker=x']
  const refusals = wrong.map((search) => fetch(`${api.url}/2015-03-31/functions?${search}`))
  expect((await Promise.all(refusals)).map(({ status }) => status)).toEqual([400, 400, 400])
})

interface Page {
  readonly Functions: readonly { readonly FunctionName: string }[]
  readonly NextMarker?: string
}

test('a new configuration is answered, and holds in the next container', async () => {
  const { call, invoke, journal } = await drivenLab()
  const before = (await (await invoke()).json()) as { pid: number }
  const update = { Environment: { Variables: { COLOUR: 'green' } }, MemorySize: 256, Timeout: 5 }
  const response = await call('PUT', CONFIGURATION, update)
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject(update)
  const after = (await (await invoke({ do: 'environment' })).json()) as { pid: number }
  expect(after).toMatchObject({
    said: { COLOUR: 'green', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256' },
    invocation: 1,
  })
  expect(after.pid).not.toBe(before.pid)
  expect(journal).toContainEqual(expect.objectContaining({ kind: 'made', cause: 'config' }))
})

test('another handler is a matter of configuration', async () => {
  const { call, invoke } = await drivenLab()
  await call('PUT', CONFIGURATION, { Handler: 'lambda-api.logs' })
  expect(await (await invoke({ lines: [] })).json()).toBe('logged')
})

test.each([
  [
    'an unknown field',
    { Role: 'x' },
    'the lab does not know Role here, only Handler, Runtime, MemorySize, Timeout, Environment',
  ],
  [
    'a memory too small',
    { MemorySize: 64 },
    'memoryMb of probe must be a whole number from 128 to 10240, got 64',
  ],
  ['a memory that is a text', { MemorySize: '256' }, 'MemorySize must be a number, got "256"'],
  [
    'a timeout too long',
    { Timeout: 901 },
    'timeoutMs of probe must be a whole number from 1 to 900000, got 901000',
  ],
  ['a handler that is not there', { Handler: 'nowhere.handler' }, 'handler of probe must be in a file'],
  [
    'variables that are no texts',
    { Environment: { Variables: { A: 1 } } },
    'Environment must be {"Variables": {name: text}}',
  ],
  [
    'a variable of Lambda’s own',
    { Environment: { Variables: { AWS_REGION: 'x' } } },
    'env of probe must be free of names Lambda sets itself',
  ],
])('%s is refused, and the function stays as it was', async (_what, update, words) => {
  const { call, journal } = await drivenLab({ env: { COLOUR: 'blue' } })
  expect(await refused(await call('PUT', CONFIGURATION, update))).toEqual([
    400,
    'InvalidParameterValueException',
    { Type: 'User', message: expect.stringContaining(words) },
  ])
  expect(await (await call('GET', CONFIGURATION)).json()).toMatchObject(DESCRIBED)
  expect(journal.map(({ kind }) => kind)).toEqual(['opened'])
})

test.each(['{', '[]', '7'])('a body that is %s is no settings', async (body) => {
  const { call } = await drivenLab()
  expect(await refused(await call('PUT', CONFIGURATION, body))).toEqual([
    400,
    'SerializationException',
    { Type: 'User', message: 'the body must be a JSON object' },
  ])
})

test('new code is what the folder holds now', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thermocline-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(FIXTURES, folder, { recursive: true })
  const { call, invoke, journal } = await drivenLab({ folder })
  expect(await (await invoke()).json()).toMatchObject({ invocation: 1 })
  await expect.poll(() => journal.at(-1)?.kind).toBe('frozen')
  writeFileSync(join(folder, 'probe.mjs'), 'export const handler = async () => "new code"')
  expect(await (await invoke()).json()).toMatchObject({ invocation: 2 })

  const response = await call('PUT', CODE)
  expect([response.status, await response.json()]).toEqual([
    200,
    expect.objectContaining({ Version: '$LATEST' }),
  ])
  expect(await (await invoke()).json()).toBe('new code')
  expect(journal).toContainEqual(expect.objectContaining({ kind: 'made', cause: 'deploy' }))
})

test('published code has the next version number, from 1, and unpublished code keeps it', async () => {
  const { call, invoke } = await drivenLab()
  const publish = async (Publish: boolean): Promise<unknown> => (await call('PUT', CODE, { Publish })).json()
  expect(await publish(true)).toMatchObject({ Version: '1' })
  expect(await publish(true)).toMatchObject({ Version: '2' })
  expect(await publish(false)).toMatchObject({ Version: '2' })
  const response = await invoke({ do: 'environment' })
  expect(response.headers.get('x-amz-executed-version')).toBe('2')
  expect(await response.json()).toMatchObject({ said: { AWS_LAMBDA_FUNCTION_VERSION: '2' } })
})

test('an invocation under way while code is deployed tells the version that it runs', async () => {
  const { call, invoke } = await drivenLab()
  const running = invoke({ do: 'sleep', ms: 500 })
  await expect.poll(async () => (await call('PUT', CODE, { Publish: true })).status).toBe(200)
  const [before, after] = [await running, await invoke()]
  expect(before.headers.get('x-amz-executed-version')).toBe('$LATEST')
  expect(after.headers.get('x-amz-executed-version')).toBe('1')
})

test('code cannot be sent: the lab reads a folder', async () => {
  const { call } = await drivenLab()
  expect(await refused(await call('PUT', CODE, { ZipFile: 'UEsFBg==' }))).toEqual([
    400,
    'InvalidParameterValueException',
    {
      Type: 'User',
      message:
        'the lab does not know ZipFile here, only Publish: it reads the code from the folder of the function',
    },
  ])
})
