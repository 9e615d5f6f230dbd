import { expect, test } from 'vitest'
import { readTrace } from '../src/load/trace/formats.ts'
import type { TraceFile, TraceFunction } from '../src/load/trace/trace.ts'

function file(name: string, ...lines: string[]): TraceFile {
  return { name, text: lines.join('\n') }
}

/** The functions of a trace, their arrivals in a list. */
function listed(...files: TraceFile[]): TraceFunction[] {
  return readTrace(files).map((fn) => Object.assign(fn, { arrivals: [...fn.arrivals] }))
}

const APP = `${'a'.repeat(12)}ffff`
const ORDERS = `${'0'.repeat(12)}ffff`
const IDLE = `${'1'.repeat(12)}ffff`
const PERCENTS = [0, 1, 25, 50, 75, 99, 100].map((percent) => `percentile_Average_${percent}`).join()
const durations2019 = file(
  'durations.csv',
  `HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,${PERCENTS}`,
  `owner,${APP},${ORDERS},71,3,0,1458,0,0,10.9,20,30,40,50`,
)
const invocations2019 = file(
  'invocations.csv',
  'HashOwner,HashApp,HashFunction,Trigger,480,481,482',
  `owner,${APP},${ORDERS},http,2,0,3`,
  `owner,${APP},${IDLE},timer,0,1,0`,
  '',
)

test('azure2019 spreads the calls of a minute, and gives the n-th the percentile at n*37 mod 100', () => {
  const expected = [
    // Percentile 1 is 0 ms, and nothing takes less than 1 ms; percentile 25 is cut to whole milliseconds.
    { at: 0, durationUs: 1000 },
    { at: 30_000_000, durationUs: 20_000 },
    { at: 120_000_000, durationUs: 30_000 },
    { at: 140_000_000, durationUs: 10_000 },
    { at: 160_000_000, durationUs: 20_000 },
  ]
  expect(listed(durations2019, invocations2019)).toEqual([
    { name: `${'a'.repeat(12)}/${'0'.repeat(12)}`, trigger: 'http', arrivals: expected },
    // Nothing of it ended within the trace.
    {
      name: `${'a'.repeat(12)}/${'1'.repeat(12)}`,
      trigger: 'timer',
      arrivals: [{ at: 60_000_000, durationUs: null }],
    },
  ])
})

test('azure2019 asks for both its files', () => {
  const wanted =
    'an azure2019 trace must be two files, the invocations by minute and the percentiles of durations'
  expect(() => listed(invocations2019)).toThrow(`${wanted}, got invocations.csv`)
  expect(() => listed(durations2019, durations2019)).toThrow(`${wanted}, got durations.csv and durations.csv`)
})

test('azure2021 gives starts out of ends and durations, to the millisecond, by function and in order', () => {
  const header = 'app,func,end_timestamp,duration'
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
  const rows = [`${a},${b},5.0004,0.5`, `${b},${a},6,1`, `${a},${b},1.2006,1.2`]
  expect(listed(file('calls.csv', header, ...rows))).toEqual([
    {
      name: 'aaaaaaaaaaaa-bbbbbbbbbbbb',
      arrivals: [
        { at: 1000, durationUs: 1_200_000 },
        { at: 4_500_000, durationUs: 500_000 },
      ],
    },
    { name: 'bbbbbbbbbbbb-aaaaaaaaaaaa', arrivals: [{ at: 5_000_000, durationUs: 1_000_000 }] },
  ])
})

test('a run on AWS gives arrivals with their containers, and what cold ones took longer', () => {
  const header = ',is_cold,cpu_info,exist_id,start_time,end_time'
  const rows = [
    '0,True,"2,Xeon ""E5""",one,1000.5,1240.5',
    '1,False,"2,Xeon ""E5""",one,3000,3100',
    '2,False,"2,Xeon ""E5""",one,2000.0001,2102',
  ]
  expect(listed(file('traces/res-01.csv', header, ...rows))).toEqual([
    {
      name: 'res-01',
      coldExtraUs: 140_000,
      arrivals: [
        { at: 1_000_500, durationUs: 240_000, cold: true, container: 'one' },
        { at: 2_000_000, durationUs: 102_000, cold: false, container: 'one' },
        { at: 3_000_000, durationUs: 100_000, cold: false, container: 'one' },
      ],
    },
  ])
})

test('JSON lines need a moment; function, duration and tenant are there where they are given', () => {
  const lines = [
    '{"at": 20.5}',
    '',
    '{"at": 5, "function": "orders", "durationMs": 1.5, "tenant": "acme"}',
    '{"at": 1, "function": "orders"}',
  ]
  expect(listed(file('calls.jsonl', ...lines))).toEqual([
    { name: 'trace', arrivals: [{ at: 20_500, durationUs: null }] },
    {
      name: 'orders',
      arrivals: [
        { at: 1000, durationUs: null },
        { at: 5000, durationUs: 1500, tenant: 'acme' },
      ],
    },
  ])
})

test('a byte-order mark and the line ends of Windows change nothing', () => {
  const text = '\uFEFFapp,func,end_timestamp,duration\r\na,b,5,1\r\n'
  expect(listed({ name: 'calls.csv', text })).toEqual([
    { name: 'a-b', arrivals: [{ at: 4_000_000, durationUs: 1_000_000 }] },
  ])
  expect(listed({ name: 'calls.jsonl', text: '\uFEFF{"at": 1}\r\n' })).toHaveLength(1)
})

test('a text of no known format is refused with those there are, and so are files of two', () => {
  expect(codeAndMessage(file('calls.csv', 'when,who', '1,2'))).toBe(
    'unknown_format: calls.csv must be a trace of a known format (azure2019, azure2021, aws-run, json-lines), ' +
      'got "when,who\\n1,2"',
  )
  expect(codeAndMessage(invocations2019, file('calls.jsonl', '{"at": 1}'))).toBe(
    'unknown_format: a trace must be files of one format, got azure2019 and json-lines',
  )
  expect(codeAndMessage()).toBe('unknown_format: a trace must be files of one format, got none')
})

const bad: [string, TraceFile, string][] = [
  [
    'a row that is cut short',
    file('a.csv', 'app,func,end_timestamp,duration', 'a,b,1,1', 'a,b'),
    'line 3 of a.csv must have 4 fields, got 2',
  ],
  [
    'a quote that stays open',
    file('a.csv', 'app,func,end_timestamp,duration', 'a,"b,1,1'),
    'line 2 of a.csv must close every quoted field',
  ],
  [
    'letters for a number',
    file('a.csv', 'app,func,end_timestamp,duration', 'a,b,soon,1'),
    'line 2 of a.csv must have a number of 0 or more as end_timestamp, got "soon"',
  ],
  [
    'an end before the trace began',
    file('a.csv', 'app,func,end_timestamp,duration', 'a,b,1,2'),
    'line 2 of a.csv must end after the trace began, got a duration beyond its end_timestamp',
  ],
  [
    'an end before its start',
    file('a.csv', 'is_cold,exist_id,start_time,end_time', 'True,x,5,4'),
    'line 2 of a.csv must have an end_time at or after its start_time',
  ],
  [
    'a cold flag in other words',
    file('a.csv', 'is_cold,exist_id,start_time,end_time', 'yes,x,4,5'),
    'line 2 of a.csv must have True or False as is_cold, got "yes"',
  ],
  [
    'a line that is no JSON',
    file('a.jsonl', '{"at": 1}', '{"at": '),
    'line 2 of a.jsonl must be a JSON object',
  ],
  [
    'a line without a moment',
    file('a.jsonl', '{"durationMs": 1}'),
    'line 1 of a.jsonl must have 0 or more milliseconds as at, got undefined',
  ],
  [
    'a misspelt field',
    file('a.jsonl', '{"at": 1, "duration": 1}'),
    'line 1 of a.jsonl must have only at, function, durationMs, tenant, got duration',
  ],
  [
    'a tenant that is a number',
    file('a.jsonl', '{"at": 1, "tenant": 7}'),
    'line 1 of a.jsonl must have a text that is not empty as tenant, got 7',
  ],
]

test.each(bad)('%s is refused, and its line named', (_, broken, message) => {
  expect(() => listed(broken)).toThrow(expect.objectContaining({ code: 'bad_log', message }))
})

test('half an invocation in a minute is refused, and its line named', () => {
  const broken = { ...invocations2019, text: invocations2019.text.replace('http,2', 'http,2.5') }
  expect(() => listed(durations2019, broken)).toThrow(
    'line 2 of invocations.csv must have a whole number as 480, got 2.5',
  )
})

function codeAndMessage(...files: TraceFile[]): string {
  try {
    return `${listed(...files).length} functions`
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
}
