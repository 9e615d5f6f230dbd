import { gunzipSync } from 'node:zlib'
import { ThermoclineError, unixMs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type { LogStream } from '../src/export/log-stream.ts'
import { s3Objects } from '../src/export/s3.ts'

const AT = Date.UTC(2026, 10, 2, 8)
const TASK = { prefix: 'exportedlogs', taskId: 'cda45419-90ea-4db5-9833-aade86253e66' }
const A = `2026-11-02-[$LATEST]${'a'.repeat(32)}`
const B = `2026-11-02-[$LATEST]${'b'.repeat(32)}`

test('each stream has an object of its own, named by its key alone, after the one that tries the bucket', () => {
  const objects = s3Objects([stream('a', ['START\n']), stream('b', ['START\n'])], TASK)
  expect(objects.map((object) => object.key)).toEqual([
    'exportedlogs/aws-logs-write-test',
    `exportedlogs/cda45419-90ea-4db5-9833-aade86253e66/${A}/000000.gz`,
    `exportedlogs/cda45419-90ea-4db5-9833-aade86253e66/${B}/000000.gz`,
  ])
  expect(Buffer.from(objects[0]?.bytes ?? []).toString()).toBe('Permission Check Successful')
})

test('a line is a time and a message, and the message brings a line end of its own', () => {
  const messages = ['START\n', '{"type":"platform.start"}', 'first\rsecond\n', 'REPORT\t\nXRAY é\t\n']
  expect(text([stream('a', messages)])).toBe(
    [
      '2026-11-02T08:00:00.000Z START',
      '',
      '2026-11-02T08:00:00.001Z {"type":"platform.start"}',
      '2026-11-02T08:00:00.002Z first\rsecond',
      '',
      '2026-11-02T08:00:00.003Z REPORT\t',
      'XRAY é\t',
      '',
      '',
    ].join('\n'),
  )
})

test('events are by time, whenever they were written', () => {
  const { events, ...names } = stream('a', ['first\n', 'second\n'])
  expect(text([{ ...names, events: events.toReversed() }])).toBe(text([{ ...names, events }]))
})

test('a stream without events has no object', () => {
  expect(s3Objects([stream('a', [])], TASK)).toHaveLength(1)
})

test('the same streams give the same bytes', () => {
  const streams = [stream('a', ['one\n', 'two\n']), stream('b', ['three\n'])]
  expect(s3Objects(streams, TASK)).toEqual(s3Objects(structuredClone(streams), TASK))
})

test('refuses streams of two log groups, as a task exports one', () => {
  const other = { ...stream('b', []), logGroup: '/aws/lambda/mails' }
  expect(() => s3Objects([stream('a', []), other], TASK)).toThrow(
    new ThermoclineError(
      'bad_argument',
      'streams of an export task must be of one log group, got /aws/lambda/orders and /aws/lambda/mails',
    ),
  )
})

function text(streams: readonly LogStream[]): string {
  return gunzipSync(s3Objects(streams, TASK)[1]?.bytes ?? '').toString('utf8')
}

function stream(letter: string, messages: readonly string[]): LogStream {
  return {
    logGroup: '/aws/lambda/orders',
    logStream: `2026/11/02/[$LATEST]${letter.repeat(32)}`,
    events: messages.map((message, index) => ({ timestamp: unixMs(AT + index), message })),
  }
}
