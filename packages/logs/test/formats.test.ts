import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type LogOptions, readLogs } from '../src/index.ts'
import { AT_MS, event, file, otlpOf, reportLine, REQUEST_ID, STREAM } from './builder.ts'

const GROUP = '/aws/lambda/orders'
const ACCOUNT = '123456789012'
const NEXT_ID = '1edab1f8-7d34-4a8e-a965-15ccbbb78d4c'

/** Two invocations of one container, and a message of several lines between them. */
const EVENTS = [
  { timestamp: AT_MS - 300, message: `START RequestId: ${REQUEST_ID} Version: 7\n` },
  { timestamp: AT_MS, message: reportLine('Init Duration: 120.25 ms') },
  { timestamp: AT_MS + 5000, message: 'a stack\n  at orders (index.js:3)\n' },
  { timestamp: AT_MS + 9000, message: reportLine().replace(REQUEST_ID, NEXT_ID) },
]

const iso = (ms: number, rest = 'Z'): string => new Date(ms).toISOString().replace('Z', rest)
const lines = (line: (at: number, message: string) => string): string =>
  EVENTS.map(({ timestamp, message }) => line(timestamp, message)).join('')
const base64 = (value: unknown): string => gzipSync(JSON.stringify(value)).toString('base64')
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

const MESSAGE = {
  messageType: 'DATA_MESSAGE',
  owner: ACCOUNT,
  logGroup: GROUP,
  logStream: STREAM,
  subscriptionFilters: ['all'],
  logEvents: EVENTS.map((one, index) => ({ id: String(index), ...one })),
}
const CONTROL = { messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs', logEvents: [] }

interface Format {
  readonly name: string
  readonly text: string
  /** What the file does not say. */
  readonly facts?: LogOptions
}

const OF_STREAM = { logGroup: GROUP, logStream: STREAM }
const FORMATS: readonly Format[] = [
  {
    name: 'get-log-events',
    text: JSON.stringify({ events: EVENTS, nextForwardToken: 'f/1', nextBackwardToken: 'b/1' }),
    facts: OF_STREAM,
  },
  { name: 'subscription', text: JSON.stringify({ awslogs: { data: base64(MESSAGE) } }) },
  { name: 'subscription', text: JSON.stringify(CONTROL) + JSON.stringify(MESSAGE, null, 2) },
  { name: 'subscription', text: `${JSON.stringify(MESSAGE)}\n` },
  {
    name: 'kinesis-records',
    text: JSON.stringify({
      Records: [{ kinesis: { data: base64(CONTROL) } }, { kinesis: { data: base64(MESSAGE) } }],
    }),
  },
  {
    name: 'kinesis-records',
    text: JSON.stringify({ Records: [{ Data: base64(MESSAGE) }], MillisBehindLatest: 0 }),
  },
  {
    name: 'firehose-records',
    text: JSON.stringify({ requestId: 'x', timestamp: AT_MS, records: [{ data: base64(MESSAGE) }] }),
  },
  {
    name: 'live-tail',
    text: JSON.stringify({
      sessionUpdate: {
        sessionMetadata: { sampled: false },
        sessionResults: EVENTS.map((one) => ({
          ...one,
          logStreamName: STREAM,
          logGroupIdentifier: `${ACCOUNT}:${GROUP}`,
        })),
      },
    }),
  },
  {
    name: 'get-query-results',
    text: JSON.stringify({
      results: EVENTS.map(({ timestamp, message }) => [
        { field: '@timestamp', value: iso(timestamp, '').replace('T', ' ') },
        { field: '@message', value: message },
        { field: '@logStream', value: STREAM },
        { field: '@log', value: `${ACCOUNT}:${GROUP}` },
        { field: '@ptr', value: 'x' },
      ]),
      status: 'Complete',
    }),
  },
  {
    name: 'insights-csv',
    text: `@timestamp,@message,@logStream,@log\n${lines(
      (at, message) => `${iso(at, '').replace('T', ' ')},${quoted(message)},${STREAM},${ACCOUNT}:${GROUP}\n`,
    )}`,
  },
  {
    name: 'aws-logs-tail',
    text: lines((at, message) => `${iso(at, '000+00:00')} ${STREAM} ${message}`),
    facts: { logGroup: GROUP },
  },
  {
    name: 'sam-logs',
    text: lines((at, message) => `\u001b[36m${STREAM}\u001b[0m ${iso(at, '000')} ${message}`),
    facts: { logGroup: GROUP },
  },
  {
    name: 'console-copy',
    text: lines((at, message) => `${iso(at + 7_200_000, '+02:00')}\t${message}`),
    facts: OF_STREAM,
  },
  {
    name: 's3-export',
    text: lines((at, message) => `${iso(at)} ${message}\n`),
    facts: { logGroup: GROUP, path: `exportedlogs/task/${STREAM.replaceAll('/', '-')}/000000.gz` },
  },
]

const reference = readLogs(file(...EVENTS.map(({ timestamp, message }) => event(message, { timestamp }))), {
  logGroup: GROUP,
})

describe('whatever logs are wrapped in, they say the same', () => {
  test.each(FORMATS.map((format) => [format.name, format] as const))('%s', (name, { text, facts = {} }) => {
    const { format, intake, unparsed, events, appLines } = readLogs(text, facts)
    expect({ format, unparsed, events, appLines }).toEqual({
      format: name,
      unparsed: { count: 0, examples: [] },
      events: EVENTS.length,
      appLines: 1,
    })
    const bare = intake.invocations.map((one) =>
      Object.assign({}, one, { function: { name: one.function.name } }),
    )
    expect(bare).toEqual(reference.intake.invocations)
  })
})

test('what names an account says it', () => {
  const { intake } = readLogs(JSON.stringify(MESSAGE))
  expect(intake.invocations.map((one) => one.function.account)).toEqual([ACCOUNT, ACCOUNT, ACCOUNT])
})

const containers = (facts: LogOptions, text: string): unknown[] =>
  readLogs(text, facts).intake.invocations.map(({ container }) => container)

test('events of the Telemetry API are of the stream that is named, or of the instance that they name', () => {
  const events = [
    { type: 'platform.initStart', record: { instanceId: '82561ce0-53dd-47d1-90e0-c8f5e063e62e' } },
    { type: 'function', record: 'a line of the application' },
    {
      type: 'platform.report',
      record: { requestId: REQUEST_ID, status: 'success', metrics: { durationMs: 250.5 } },
    },
  ].map((one) => Object.assign({ time: iso(AT_MS) }, one))
  const ndjson = events.map((one) => JSON.stringify(one)).join('\n')
  expect(containers({}, ndjson)).toEqual(['82561ce0-53dd-47d1-90e0-c8f5e063e62e'])
  expect(containers({ logStream: STREAM }, JSON.stringify(events))).toEqual([STREAM])
  expect(() => readLogs(JSON.stringify(events.slice(1)))).toThrow('name it with --log-stream')
})

test('OTLP/JSON lines are requests, each whole or not at all', () => {
  const span = {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    name: 'x',
    startTimeUnixNano: `${AT_MS}000000`,
    endTimeUnixNano: `${AT_MS}000000`,
  }
  const line = JSON.stringify({
    resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans: [span] }] }],
  })
  const { format, intake, events, unparsed } = readLogs(`${line}\n{"resourceSpans": 7}\n`)
  expect([format, intake.spans.length, events, unparsed.count]).toEqual(['otlp-json', 1, 2, 1])
  expect(unparsed.examples[0]).toMatchObject({ place: 'line 2' })
})

test('a span line within any of them is read', () => {
  const d = Buffer.from(otlpOf()).toString('base64')
  const message = JSON.stringify({
    thermocline: 1,
    enc: 'otlp-pb-b64',
    rid: REQUEST_ID,
    seq: 1,
    part: [1, 1],
    d,
  })
  const { spanLines, intake } = readLogs(`${iso(AT_MS, '000+00:00')} ${STREAM} ${message}\n`)
  expect([spanLines, intake.spans.length]).toEqual([1, 2])
})

test.each([
  ['get-log-events', JSON.stringify({ events: EVENTS })],
  ['console-copy', `${iso(AT_MS)}\tSTART RequestId: x`],
  ['s3-export', `${iso(AT_MS)} START RequestId: x`],
  ['insights-csv without @logStream', `@timestamp,@message\n${iso(AT_MS, '').replace('T', ' ')},x\n`],
])('%s does not say its stream, and says so', (name, text) => {
  expect(() => readLogs(text)).toThrow(
    `${name} does not say which log stream it is from: name it with --log-stream`,
  )
})

test.each<[string, string, string]>([
  [
    'a record that is no gzip',
    JSON.stringify({ Records: [{ Data: 'AAAA' }, { Data: base64(MESSAGE) }] }),
    'Records[0]',
  ],
  ['a record without data', JSON.stringify({ records: [{ data: base64(MESSAGE) }, {}] }), 'records[1]'],
  [
    'a message of another kind',
    JSON.stringify({ messageType: 'DATA_MESSAGE' }) + JSON.stringify(MESSAGE),
    'page 1',
  ],
  ['a time that is none', `2026-99-08T10:00:00Z ${STREAM} x\n${iso(AT_MS)} ${STREAM} x`, 'line 1'],
  [
    'a row without a message',
    `@timestamp,@logStream\n${iso(AT_MS, '').replace('T', ' ')},${STREAM}\n`,
    'row 1',
  ],
])('%s is counted and shown, and the rest is read', (_name, text, place) => {
  const { unparsed } = readLogs(text)
  expect(unparsed).toMatchObject({ count: 1, examples: [{ place }] })
})

test.each([
  [
    'a page of get-query-results',
    '{"results": [[]], "status": "Complete"}\n{"results": 7}',
    'results must be an array',
  ],
  [
    'a delivery',
    '{"Records": []}{"Records": 1}',
    'page 2, a delivery must be an object with "Records", an array',
  ],
  ['CSV with an open quote', '@timestamp,@message\n"2026', 'insights-csv must be CSV'],
])('%s that is broken as a whole is refused', (_name, text, message) => {
  expect(() => readLogs(text)).toThrow(message)
})

const SAMPLES = fileURLToPath(new URL('../../../../shared/data/aws-samples', import.meta.url))

describe.skipIf(!existsSync(SAMPLES))(
  'the samples of AWS’s formats (../shared/data; skipped without it)',
  () => {
    const names = existsSync(SAMPLES)
      ? readdirSync(SAMPLES).filter((name) => /\.(?:nd)?json$/.test(name))
      : []
    // One event by itself, in no format.
    test.each(names.filter((name) => !name.startsWith('07_')))(
      '%s is recognised, and nothing of it lost',
      (name) => {
        const { events, unparsed } = readLogs(readFileSync(join(SAMPLES, name), 'utf8'), {
          logStream: STREAM,
        })
        expect(events).toBeGreaterThan(0)
        expect(unparsed.examples.filter(({ reason }) => !reason.endsWith(' is not known'))).toEqual([])
      },
    )
  },
)
