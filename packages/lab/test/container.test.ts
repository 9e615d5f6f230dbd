import { expect, test } from 'vitest'
import { labOf } from './helper.ts'

interface Seen {
  readonly said: Record<string, string>
  readonly context: Record<string, string>
  readonly cwd: string
}

test('a process finds the environment Lambda gives it, and nothing of the lab’s own', async () => {
  process.env['LAB_SECRET'] = 'not for functions'
  const { invoke, container } = await labOf({ env: { COLOUR: 'green' }, memoryMb: 256 })
  const { payload } = await invoke({ do: 'environment' })
  delete process.env['LAB_SECRET']
  const { said, cwd } = payload as Seen
  const { logStream, tmpFolder } = container()
  expect(said).toMatchObject({
    AWS_LAMBDA_FUNCTION_NAME: 'probe',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/probe',
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: 'us-east-1',
    THERMOCLINE_LAB: '1',
    THERMOCLINE_LEAKS: 'every',
    TMPDIR: tmpFolder,
    TZ: ':UTC',
    COLOUR: 'green',
  })
  expect(said).not.toHaveProperty('LAB_SECRET')
  expect(said).not.toHaveProperty('HOME')
  expect(said).not.toHaveProperty('THERMOCLINE_ENDPOINT')
  expect(cwd).toBe(said['LAMBDA_TASK_ROOT'])
})

test('a log stream has the shape of AWS’s, of the day the container was born', async () => {
  const { invoke } = await labOf({ version: '7' })
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
  const { container } = await invoke()
  expect(container.slice(0, -32)).toBe(`${today}/[7]`)
  expect(container.slice(-32)).toMatch(/^[0-9a-f]{32}$/)
})

test('the context names function, version, memory, log stream, request and ARN', async () => {
  const { invoke } = await labOf()
  const result = await invoke()
  expect((result.payload as Seen).context).toMatchObject({
    functionName: 'probe',
    functionVersion: '$LATEST',
    memoryLimitInMB: '128',
    logStreamName: result.container,
    awsRequestId: result.requestId,
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:probe',
  })
})

test('events pass unchanged, whatever their letters and up to megabytes', async () => {
  const { invoke } = await labOf({ memoryMb: 512 })
  const event = { text: '€ 水 😀 \u2028 "\\\n', much: 'ü'.repeat(1_000_000) }
  expect((await invoke(event)).payload).toMatchObject({ event })
})

test('the log has what the function wrote between START and END, and a REPORT with the init once', async () => {
  const { lab, invoke } = await labOf()
  const first = await invoke({ do: 'log', text: 'one' })
  const second = await invoke({ do: 'log', text: 'two' })
  const lines = lab
    .logs(first.container)
    .map((line) => line.text.replace(/^\S+Z\t/, '').replaceAll(/[\d.]+ (ms|MB)/g, 'N $1'))
  expect(lines).toEqual([
    expect.stringMatching(/^INIT_START Runtime Version: nodejs:\d+\.v\d+\t/),
    `START RequestId: ${first.requestId} Version: $LATEST`,
    `${first.requestId}\tINFO\tone`,
    `END RequestId: ${first.requestId}`,
    `REPORT RequestId: ${first.requestId}\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB\tInit Duration: N ms\t`,
    `START RequestId: ${second.requestId} Version: $LATEST`,
    `${second.requestId}\tINFO\ttwo`,
    `END RequestId: ${second.requestId}`,
    `REPORT RequestId: ${second.requestId}\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB\t`,
  ])
  expect(() => lab.logs('2026/01/01/[$LATEST]none')).toThrow(expect.objectContaining({ code: 'not_found' }))
})
