import { expect, test } from 'vitest'
import { drivenLab, INVOKE, refused } from './lambda-api-helper.ts'

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

test('the answer comes before the invocation is over, while the runtime still works', async () => {
  const { invoke, journal } = await drivenLab()
  const response = await invoke({ do: 'answerThenWork', ms: 1500 })
  expect(response.status).toBe(200)
  const requestId = response.headers.get('x-amzn-requestid')
  expect(journal.some((entry) => entry.kind === 'finished' && entry.requestId === requestId)).toBe(false)
})

test('an error of the handler is passed on as the runtime posted it, byte for byte', async () => {
  const { invoke } = await drivenLab({ handler: 'posts-errors.handler' })
  const response = await invoke({})
  expect([response.status, response.headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled'])
  const text = await response.text()
  expect(JSON.parse(text)).toMatchObject({ errorType: 'TeapotError', errorMessage: 'short und stout ☕' })
  expect(Object.keys(JSON.parse(text) as object)).toEqual(['errorType', 'errorMessage', 'trace'])
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

test.each([
  ['no base64 of JSON', Buffer.from('{').toString('base64')],
  ['JSON but no object', Buffer.from('7').toString('base64')],
])('a client context that is %s is refused', async (_what, encoded) => {
  const { invoke, journal } = await drivenLab()
  const response = await invoke({}, { 'x-amz-client-context': encoded })
  expect(await refused(response)).toEqual([
    400,
    'InvalidRequestContentException',
    { Type: 'User', message: 'Client context must be a valid Base64-encoded JSON object.' },
  ])
  expect(journal.map(({ kind }) => kind)).toEqual(['opened'])
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

test.each([
  ['another', 'absent', 'function:absent'],
  ['another version', 'probe:8', 'function:probe:8'],
  ['another account’s', '999999999999:function:probe', 'function:probe'],
  ['another region’s', 'arn:aws:lambda:eu-west-1:123456789012:function:probe', 'function:probe'],
])('%s function is not found', async (_what, reference, end) => {
  const { invoke } = await drivenLab({ version: '7' })
  const response = await invoke({}, {}, `/2015-03-31/functions/${encodeURIComponent(reference)}/invocations`)
  expect(await refused(response)).toEqual([
    404,
    'ResourceNotFoundException',
    { Type: 'User', Message: `Function not found: arn:aws:lambda:us-east-1:123456789012:${end}` },
  ])
})

test.each([
  ['what is no name', '/2015-03-31/functions/a%20b/invocations', {}, 'FunctionName must be'],
  ['what is no encoding', '/2015-03-31/functions/%zz/invocations', {}, 'FunctionName must be'],
  ['two versions', '/2015-03-31/functions/probe:7/invocations?Qualifier=8', {}, 'The derived qualifier'],
  ['an unknown way to invoke', INVOKE, { 'x-amz-invocation-type': 'Later' }, 'InvocationType must be one of'],
  ['an unknown log type', INVOKE, { 'x-amz-log-type': 'Head' }, 'LogType must be one of None, Tail, got Head'],
])('%s is refused', async (_what, path, headers, words) => {
  const { invoke } = await drivenLab({ version: '7' })
  expect(await refused(await invoke({}, headers, path))).toEqual([
    400,
    'InvalidParameterValueException',
    { Type: 'User', message: expect.stringContaining(words) },
  ])
})

test.each([
  ['no JSON', '{"a":'],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('an event that is %s is refused', async (_what, body) => {
  const { url } = await drivenLab()
  const response = await fetch(url + INVOKE, { method: 'POST', body })
  expect(await refused(response)).toEqual([
    400,
    'InvalidRequestContentException',
    { Type: 'User', message: expect.stringContaining('Could not parse request body into json') },
  ])
})

test('an event beyond 6 MB is refused, and one of exactly 6 MB runs', async () => {
  const { call } = await drivenLab({ memoryMb: 1024, handler: 'probe.handler' })
  const event = (bytes: number): string => `"${'x'.repeat(bytes - 2)}"`
  const refusal = {
    Type: 'User',
    message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
  }
  for (const bytes of [6_291_457, 20_000_000])
    expect(await refused(await call('POST', INVOKE, event(bytes)))).toEqual([
      413,
      'RequestTooLargeException',
      refusal,
    ])
  const response = await call('POST', INVOKE, event(6_291_456))
  expect(response.status).toBe(200)
  // Its answer would be larger than Lambda passes on.
  expect(await response.json()).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' })
})

test('what a caller reads after its body was refused half-way is the reason, not a broken connection', async () => {
  const { url } = await drivenLab()
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(1_000_000))
      if ((sent += 1) === 30) controller.close()
    },
  })
  let sent = 0
  const response = await fetch(url + INVOKE, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect(response.status).toBe(413)
  expect(sent).toBe(30)
})

test('a throttled invocation is told so, with AWS’s reason', async () => {
  const { invoke } = await drivenLab({ concurrencyLimit: 1 })
  const running = invoke({ do: 'sleep', ms: 300 })
  const [first, second] = await Promise.all([running, invoke({})])
  const throttled = first.status === 429 ? first : second
  expect(await refused(throttled)).toEqual([
    429,
    'TooManyRequestsException',
    {
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      Type: 'User',
      message: 'Rate Exceeded.',
    },
  ])
})

test('containers that may not be made fast enough are another reason', async () => {
  const { invoke } = await drivenLab({ scaleOut: { containers: 1, withinMs: 600_000 } })
  const both = await Promise.all([invoke({ do: 'sleep', ms: 300 }), invoke({ do: 'sleep', ms: 300 })])
  const throttled = both.find(({ status }) => status === 429)
  expect(await throttled?.json()).toMatchObject({ Reason: 'FunctionInvocationRateLimitExceeded' })
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

test.each([
  ['a missing tenant', true, {}, 'probe keeps tenants apart: say for which one with TenantId (X-Amz-Tenant-Id)'],
  ['a tenant too many', false, { 'x-amz-tenant-id': 'a' }, 'probe does not keep tenants apart: leave TenantId out'],
  ['a tenant of odd characters', true, { 'x-amz-tenant-id': 'a*b' }, 'TenantId must be 1 to 256 letters'],
])('%s is refused', async (_what, tenants, headers: Record<string, string>, words) => {
  const { invoke } = await drivenLab({ tenants })
  expect(await refused(await invoke({}, headers))).toEqual([
    400,
    'InvalidParameterValueException',
    { Type: 'User', message: expect.stringContaining(words) },
  ])
})

test('a lab that was stopped answers as a failing service', async () => {
  const { lab, invoke } = await drivenLab()
  await lab.stop()
  expect(await refused(await invoke({}))).toEqual([
    500,
    'ServiceException',
    { Type: 'Service', Message: 'the lab is stopped, probe cannot run' },
  ])
})
