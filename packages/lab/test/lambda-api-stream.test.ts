import { expect, test } from 'vitest'
import { readEvents } from './lambda-api-events.ts'
import { drivenLab, refused } from './lambda-api-helper.ts'

const STREAM = '/2021-11-15/functions/probe/response-streaming-invocations'

test('a streamed answer comes as chunks and a completion', async () => {
  const { invoke } = await drivenLab({ handler: 'streams.handler', version: '7' })
  const response = await invoke({}, {}, STREAM)
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/vnd.amazon.eventstream',
  ])
  expect(response.headers.get('x-amz-executed-version')).toBe('7')
  expect(readEvents(await bytesOf(response))).toEqual([
    {
      headers: {
        ':event-type': 'PayloadChunk',
        ':content-type': 'application/octet-stream',
        ':message-type': 'event',
      },
      payload: Buffer.from('first,second'),
    },
    {
      headers: {
        ':event-type': 'InvokeComplete',
        ':content-type': 'application/json',
        ':message-type': 'event',
      },
      payload: Buffer.from('{}'),
    },
  ])
})

test('a large answer is parted, and put together it is what was written', async () => {
  const { invoke } = await drivenLab({ memoryMb: 512 })
  const events = readEvents(await bytesOf(await invoke({ do: 'big', bytes: 300_000 }, {}, STREAM)))
  const chunks = events.slice(0, -1).map(({ payload }) => payload)
  expect(chunks.length).toBeGreaterThan(2)
  expect(JSON.parse(Buffer.concat(chunks).toString('utf8'))).toMatchObject({ said: 'x'.repeat(300_000) })
})

test.each(['before', 'after'])(
  'a handler that fails %s its first byte completes with the error',
  async (fail) => {
    const { invoke } = await drivenLab({ handler: 'streams.handler' })
    const [complete, ...more] = readEvents(await bytesOf(await invoke({ fail }, {}, STREAM))).toReversed()
    const { ErrorCode: code, ErrorDetails: details } = JSON.parse(
      complete!.payload.toString('utf8'),
    ) as Complete
    expect(code).toBe('Unhandled')
    expect(JSON.parse(details)).toMatchObject({ errorType: 'TypeError' })
    expect(more).toEqual([])
  },
)

test('with the tail asked for, the completion has it', async () => {
  const { invoke } = await drivenLab({ handler: 'streams.handler' })
  const response = await invoke({}, { 'x-amz-log-type': 'Tail' }, STREAM)
  const [complete] = readEvents(await bytesOf(response)).toReversed()
  const { LogResult: log } = JSON.parse(complete!.payload.toString('utf8')) as Complete
  expect(Buffer.from(log, 'base64').toString('utf8')).toMatch(/^START RequestId: [^]*\nREPORT RequestId: /)
})

interface Complete {
  readonly ErrorCode: string
  readonly ErrorDetails: string
  readonly LogResult: string
}

test('a dry run of a stream runs nothing, and an event cannot be streamed', async () => {
  const { invoke } = await drivenLab({ handler: 'streams.handler' })
  expect((await invoke({}, { 'x-amz-invocation-type': 'DryRun' }, STREAM)).status).toBe(204)
  const [status, type] = await refused(await invoke({}, { 'x-amz-invocation-type': 'Event' }, STREAM))
  expect([status, type]).toEqual([400, 'InvalidParameterValueException'])
})

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer())
}
