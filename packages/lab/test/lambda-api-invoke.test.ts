import { expect, test } from 'vitest'
import { drivenLab } from './lambda-api-helper.ts'

test('an invocation answers with what the handler returned, its request id and its version', async () => {
  const { invoke, journal } = await drivenLab({ version: '7' })
  const response = await invoke({ do: 'environment' })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(response.headers.get('x-amz-executed-version')).toBe('7')
  expect(response.headers.get('x-amz-function-error')).toBeNull()
  expect(response.headers.get('x-amz-log-result')).toBeNull()
  const requestId = response.headers.get('x-amzn-requestid')
  expect(journal).toContainEqual(expect.objectContaining({ kind: 'arrived', requestId }))
  expect(await response.json()).toMatchObject({
    event: { do: 'environment' },
    said: { AWS_LAMBDA_FUNCTION_VERSION: '7' },
    context: { awsRequestId: requestId },
  })
})

test('without a body the event is an empty object', async () => {
  const { invoke } = await drivenLab()
  expect(await (await invoke()).json()).toMatchObject({ event: {} })
})

test('the answer comes before the invocation is over, where an extension still works', async () => {
  const env = { EXTENSION_BUSY_MS: '1500' }
  const { invoke, journal } = await drivenLab({ handler: 'internal-extension.handler', env })
  const response = await invoke({})
  const requestId = response.headers.get('x-amzn-requestid')
  expect(await response.json()).toMatchObject({ requestId })
  const finished = (): boolean =>
    journal.some((entry) => entry.kind === 'finished' && entry.requestId === requestId)
  expect(finished()).toBe(false)
  await expect.poll(finished, { timeout: 5000 }).toBe(true)
})

test('who calls again as soon as it is answered mostly meets the same container, as on AWS', async () => {
  const { lab, invoke } = await drivenLab()
  for (let count = 1; count <= 20; count++) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the answer to the other is the case
    await invoke({})
  }
  // Were it answered at once, each call would find the container of the one before busy: none could have more than ten.
  expect(Math.max(...lab.containers().map(({ invocations }) => invocations))).toBeGreaterThan(11)
})

test('an error of the handler is passed on as the runtime posted it, byte for byte', async () => {
  const { invoke } = await drivenLab({ handler: 'lambda-api.fails' })
  const response = await invoke({ message: 'short und stout ☕' })
  expect([response.status, response.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled'])
  expect(await response.text()).toMatch(
    /^\{"errorType":"TeapotError","errorMessage":"short und stout ☕","trace":\["TeapotError: short und stout ☕",".*"\]\}$/,
  )
})

test('a timeout is told in Lambda’s own words', async () => {
  const { invoke } = await drivenLab({ timeoutMs: 300 })
  const response = await invoke({ do: 'sleep', ms: 60_000 })
  const requestId = response.headers.get('x-amzn-requestid')
  expect([response.status, response.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled'])
  expect(await response.text()).toBe(
    `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${requestId} Error: Task timed out after 0.30 seconds"}`,
  )
})

test('a crash is told in Lambda’s own words', async () => {
  const { invoke } = await drivenLab()
  const response = await invoke({ do: 'exit', code: 3 })
  const requestId = response.headers.get('x-amzn-requestid')
  expect(await response.text()).toBe(
    `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${requestId} Error: Runtime exited with error: exit status 3"}`,
  )
})

test('a handler that cannot be loaded is told as the runtime tells it', async () => {
  const { invoke } = await drivenLab({ handler: 'probe.absent' })
  const response = await invoke({})
  expect(response.headers.get('x-amz-function-error')).toBe('Unhandled')
  expect(await response.json()).toMatchObject({
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'probe.absent is undefined or not exported',
    trace: expect.any(Array),
  })
})

test('the client context reaches the handler, whatever characters it has', async () => {
  const { invoke } = await drivenLab()
  const context = { custom: { name: 'Zoë 🦆', lines: 'a\nb' } }
  const encoded = Buffer.from(JSON.stringify(context, null, 2)).toString('base64')
  const response = await invoke({}, { 'x-amz-client-context': encoded })
  expect(await response.json()).toMatchObject({ context: { clientContext: context } })
})

test('a dry run answers without running anything', async () => {
  const { invoke, journal } = await drivenLab()
  const response = await invoke({}, { 'x-amz-invocation-type': 'DryRun' })
  expect([response.status, await response.text()]).toEqual([204, ''])
  expect(journal.map(({ kind }) => kind)).toEqual(['opened'])
})

test.each([
  ['name', 'probe'],
  ['name and version', 'probe:7'],
  ['ARN', 'arn:aws:lambda:us-east-1:123456789012:function:probe'],
  ['ARN with a version', 'arn:aws:lambda:us-east-1:123456789012:function:probe:7'],
  ['part of an ARN', '123456789012:function:probe'],
])('a function is found by its %s', async (_what, reference) => {
  const { invoke } = await drivenLab({ version: '7' })
  const path = `/2015-03-31/functions/${encodeURIComponent(reference)}/invocations`
  expect((await invoke({}, { 'x-amz-invocation-type': 'DryRun' }, path)).status).toBe(204)
  expect((await invoke({}, { 'x-amz-invocation-type': 'DryRun' }, `${path}?Qualifier=7`)).status).toBe(204)
})

test('a tenant reaches the handler of a function that keeps them apart', async () => {
  const { invoke } = await drivenLab({ tenants: true })
  const tenantOf = async (tenant: string): Promise<unknown> =>
    (await invoke({}, { 'x-amz-tenant-id': tenant })).json()
  const [blue, green] = [await tenantOf('blue/1'), await tenantOf('green')] as { pid: number }[]
  expect(blue).toMatchObject({ context: { tenantId: 'blue/1' } })
  expect(green).toMatchObject({ context: { tenantId: 'green' } })
  expect(green?.pid).not.toBe(blue?.pid)
})
