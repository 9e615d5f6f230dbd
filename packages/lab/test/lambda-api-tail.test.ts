import { expect, test } from 'vitest'
import { drivenLab } from './lambda-api-helper.ts'

const TAIL = { 'x-amz-log-type': 'Tail' }

test('the tail has the lines of this invocation, from START to REPORT', async () => {
  const { invoke } = await drivenLab({ handler: 'lambda-api.logs' })
  await invoke({ lines: ['of another'] })
  const response = await invoke({ lines: ['one', 'two'] }, TAIL)
  const requestId = response.headers.get('x-amzn-requestid')
  expect(await response.json()).toBe('logged')
  const [start, one, two, end, report] = linesOf(response)
  expect([start, end]).toEqual([
    `START RequestId: ${requestId} Version: $LATEST`,
    `END RequestId: ${requestId}`,
  ])
  expect(one).toMatch(new RegExp(`^\\S+\\t${requestId}\\tINFO\\tone$`))
  expect(two).toMatch(/\ttwo$/)
  expect(report).toMatch(new RegExp(`^REPORT RequestId: ${requestId}\tDuration: `))
})

test('a long log is cut to its last 4 KB', async () => {
  const { invoke } = await drivenLab({ handler: 'lambda-api.logs' })
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index} ${'ä'.repeat(50)}`)
  const response = await invoke({ lines }, TAIL)
  const tail = Buffer.from(response.headers.get('x-amz-log-result') ?? '', 'base64')
  expect(tail.length).toBe(4096)
  expect(tail.toString('utf8')).toContain('line 99')
  expect(tail.toString('utf8')).not.toContain('line 0 ')
  expect(tail.toString('utf8')).toMatch(/REPORT RequestId: .*\t\n$/)
})

test('a log in JSON has its records', async () => {
  const { invoke } = await drivenLab({ handler: 'lambda-api.logs', logFormat: 'JSON' })
  const records = linesOf(await invoke({ lines: ['one'] }, TAIL)).map((line) => JSON.parse(line) as object)
  expect(records).toMatchObject([
    { type: 'platform.start' },
    { level: 'INFO', message: 'one' },
    { type: 'platform.report', record: { status: 'success' } },
  ])
})

test('the tail of a crash tells of the crash', async () => {
  const { invoke } = await drivenLab({ handler: 'lambda-api.logs' })
  const response = await invoke({ lines: ['last words'], fail: 'exit' }, TAIL)
  expect(response.headers.get('x-amz-function-error')).toBe('Unhandled')
  const tail = linesOf(response)
  expect(tail).toContainEqual(expect.stringMatching(/\tlast words$/))
  expect(tail.at(-1)).toContain('Error Type: Runtime.ExitError')
})

test('a throttled call that asks for the tail is refused like any other', async () => {
  const { invoke } = await drivenLab({ handler: 'lambda-api.logs', concurrencyLimit: 1 })
  const both = await Promise.all([invoke({ lines: [] }, TAIL), invoke({ lines: [] }, TAIL)])
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 429])
})

test('under Managed Instances there is no tail', async () => {
  const { invoke } = await drivenLab({ memoryMb: 2048, managed: { concurrency: 2 } })
  const response = await invoke({}, TAIL)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    message: 'LogType Tail is not supported under Managed Instances',
  })
})

function linesOf(response: Response): string[] {
  const tail = Buffer.from(response.headers.get('x-amz-log-result') ?? '', 'base64').toString('utf8')
  return tail.split('\n').filter((line) => line !== '')
}
