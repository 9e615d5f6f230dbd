import { expect, test } from 'vitest'
import { drivenLab, INVOKE, refused } from './lambda-api-helper.ts'

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
  [
    'an unknown log type',
    INVOKE,
    { 'x-amz-log-type': 'Head' },
    'LogType must be one of None, Tail, got Head',
  ],
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

test.each([6_291_457, 20_000_000])('an event of %d bytes is refused', async (bytes) => {
  const { invoke } = await drivenLab()
  expect(await refused(await invoke(textOf(bytes)))).toEqual([
    413,
    'RequestTooLargeException',
    {
      Type: 'User',
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    },
  ])
})

test('an event of exactly 6 MB runs, and as its answer is larger, that is refused', async () => {
  const { invoke } = await drivenLab({ memoryMb: 1024 })
  const response = await invoke(textOf(6_291_456))
  expect(response.status).toBe(200)
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
  const response = await fetch(url + INVOKE, { method: 'POST', body, duplex: 'half' })
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

test.each([
  [
    'a missing tenant',
    true,
    {},
    'probe keeps tenants apart: say for which one with TenantId (X-Amz-Tenant-Id)',
  ],
  [
    'a tenant too many',
    false,
    { 'x-amz-tenant-id': 'a' },
    'probe does not keep tenants apart: leave TenantId out',
  ],
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

function textOf(bytes: number): string {
  return `"${'x'.repeat(bytes - 2)}"`
}
