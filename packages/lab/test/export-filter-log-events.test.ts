import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ThermoclineError, unixMs } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { filterLogEvents } from '../src/export/filter-log-events.ts'
import type { LogStream } from '../src/export/log-stream.ts'

const GROUP = '/aws/lambda/orders'
const AT = Date.UTC(2026, 10, 2, 8)

const FIRST = stream('a', [
  [0, 'START\n'],
  [40, 'END\n'],
  [40, 'REPORT\n'],
])
const SECOND = stream('b', [
  [10, 'START\n'],
  [40, 'END\n'],
])

test('prints what the command prints, with its indent and its order of fields', () => {
  const { events } = parsed([stream('a', [[0, 'é "quoted"\ttab\rline\n']])])
  expect(filterLogEvents([stream('a', [[0, 'é "quoted"\ttab\rline\n']])])).toBe(`{
    "events": [
        {
            "logStreamName": "2026/11/02/[$LATEST]${'a'.repeat(32)}",
            "timestamp": ${AT},
            "message": "é \\"quoted\\"\\ttab\\rline\\n",
            "ingestionTime": ${AT + 5000},
            "eventId": "${events[0]?.eventId}"
        }
    ],
    "searchedLogStreams": []
}
`)
})

test('prints empty lists where there is nothing', () => {
  const nothing = '{\n    "events": [],\n    "searchedLogStreams": []\n}\n'
  expect(filterLogEvents([])).toBe(nothing)
  expect(filterLogEvents([stream('a', [])])).toBe(nothing)
})

test('sorts the events of all streams by time, and keeps those of one stream in their order', () => {
  const { events } = parsed([FIRST, SECOND])
  expect(events.map((event) => event.timestamp - AT)).toEqual([0, 10, 40, 40, 40])
  const messages = (name: string): string[] =>
    events.filter((event) => event.logStreamName === name).map((event) => event.message)
  expect(messages(FIRST.logStream)).toEqual(['START\n', 'END\n', 'REPORT\n'])
  expect(messages(SECOND.logStream)).toEqual(['START\n', 'END\n'])
})

test('an event that was written before an older one is put behind it', () => {
  const late = stream('a', [
    [20, 'INIT_REPORT\n'],
    [19, 'line of the runtime\n'],
  ])
  expect(parsed([late]).events.map((event) => event.message)).toEqual([
    'line of the runtime\n',
    'INIT_REPORT\n',
  ])
})

test('ids have 56 digits, tell all events apart and sort as the events do', () => {
  const ids = parsed([FIRST, SECOND]).events.map((event) => event.eventId)
  expect(ids).toEqual(ids.map(() => expect.stringMatching(/^\d{56}$/)))
  expect(new Set(ids).size).toBe(5)
  expect(ids.toSorted()).toEqual(ids)
})

test('an event has the same id in every export it is in, whatever else is', () => {
  const longer = { ...FIRST, events: [...FIRST.events, { timestamp: unixMs(AT + 99), message: 'START\n' }] }
  const ids = (streams: readonly LogStream[]): string[] =>
    parsed(streams)
      .events.filter((event) => event.logStreamName === FIRST.logStream)
      .map((event) => event.eventId)
  expect(ids([SECOND, longer]).slice(0, 3)).toEqual(ids([FIRST]))
})

test('the order in which streams are given does not show', () => {
  expect(filterLogEvents([SECOND, FIRST])).toBe(filterLogEvents([FIRST, SECOND]))
})

test('times are whole milliseconds, and no event was taken in before it happened', () => {
  const { events } = parsed([
    stream('a', [
      [0.9, 'one\n'],
      [4999.9, 'two\n'],
      [5000, 'three\n'],
    ]),
  ])
  expect(events.map((event) => event.timestamp - AT)).toEqual([0, 4999, 5000])
  expect(events.map((event) => event.ingestionTime - AT)).toEqual([5000, 5000, 10_000])
})

test('refuses streams of two log groups, as the command reads one', () => {
  const other = { ...SECOND, logGroup: '/aws/lambda/mails' }
  expect(() => filterLogEvents([FIRST, other])).toThrow(
    new ThermoclineError(
      'bad_argument',
      'streams of filter-log-events must be of one log group, got /aws/lambda/orders and /aws/lambda/mails',
    ),
  )
})

const SAMPLES = fileURLToPath(new URL('../../../../shared/data/aws-samples/', import.meta.url))

describe.skipIf(!existsSync(SAMPLES))('ids of AWS (../shared/data; skipped without it)', () => {
  test('have the time where ours have it', () => {
    const real = ['07_real_report_xray_2019.json', '24_real_subscription_decoded.json'].flatMap((name) => {
      const json = JSON.parse(readFileSync(SAMPLES + name, 'utf8')) as {
        logEvents?: Identified[]
      } & Identified
      return json.logEvents ?? [json]
    })
    const ours = parsed([FIRST]).events.map(({ eventId, timestamp }) => ({ id: eventId, timestamp }))
    for (const { id, timestamp } of [...real, ...ours]) expect(BigInt(id) >> 144n).toBe(BigInt(timestamp))
    expect(real).toHaveLength(2)
  })
})

interface Identified {
  readonly id: string
  readonly timestamp: number
}

interface Printed {
  readonly events: readonly {
    readonly logStreamName: string
    readonly timestamp: number
    readonly message: string
    readonly ingestionTime: number
    readonly eventId: string
  }[]
}

function parsed(streams: readonly LogStream[]): Printed {
  return JSON.parse(filterLogEvents(streams)) as Printed
}

function stream(letter: string, events: readonly (readonly [number, string])[]): LogStream {
  return {
    logGroup: GROUP,
    logStream: `2026/11/02/[$LATEST]${letter.repeat(32)}`,
    events: events.map(([after, message]) => ({ timestamp: unixMs(AT + after), message })),
  }
}
