import { expect, test } from 'vitest'
import {
  adviceOn,
  type ContainerId,
  type FindingReport,
  type FindingRow,
  type TimeRange,
} from '@thermocline/wire'
import { report, understand } from '../src/index.ts'
import { at } from '@thermocline/testkit/rows'
import { findingRow, row } from './build.ts'

const B = 'b' as ContainerId

/** Findings of a function of which no invocation is known. */
function alone(rows: readonly FindingRow[]): FindingReport[] {
  const functions = understand({ invocations: [], containers: [], findings: rows, ignored: [] })
  return [...report(functions).functions[0]!.findings]
}

test('a finding counts over containers and processes; the surest speaks, the worst severity stands', () => {
  expect(
    alone([
      findingRow({ confidence: 0.6, severity: 'high', location: 'old.mjs:1' }),
      findingRow({ process: 'p2', confidence: 0.9, invocations: 7, firstSeen: at(20), lastSeen: at(30) }),
      findingRow({ container: B, firstSeen: at(-5), lastSeen: at(5), severity: 'low' }),
    ]),
  ).toEqual([
    {
      key: 'k',
      kind: 'module_variable',
      class: 'growth',
      severity: 'high',
      name: 'seen',
      location: 'index.mjs:3',
      confidence: 0.9,
      firstSeen: '2026-05-28T20:26:35.000Z',
      lastSeen: '2026-05-28T20:27:10.000Z',
      containers: 2,
      invocations: 15,
      versions: [],
      affected: { requests: 0, tenants: null },
      trend: 'growing',
      growth: null,
      status: 'open',
      fixedIn: null,
      ignoredBecause: null,
      evidence: ['It was so over 7 invocations of one process.'],
      advice: adviceOn({ kind: 'module_variable', class: 'growth' }),
    },
  ])
})

test('a cache is information, whatever severity it came with', () => {
  expect(alone([findingRow({ class: 'cache', severity: 'critical' })])).toMatchObject([
    { class: 'cache', severity: 'info' },
  ])
})

test('one unsure process that calls a cache a leak does not raise a flag', () => {
  expect(
    alone([
      findingRow({ class: 'cache', severity: 'info', confidence: 0.9 }),
      findingRow({ container: B, class: 'growth', severity: 'high', confidence: 0.5 }),
    ]),
  ).toMatchObject([{ class: 'cache', severity: 'info', containers: 2 }])
})

test('the worst comes first', () => {
  const rows = (['low', 'critical', 'medium'] as const).map((severity) =>
    findingRow({ severity, key: severity }),
  )
  expect(alone(rows).map(({ key }) => key)).toEqual(['critical', 'medium', 'low'])
})

interface Run {
  readonly version?: string
  readonly code?: string
  readonly invocations: number
  /** The ordinal of the invocation it is first seen in. */
  readonly seenAt?: number
  readonly tenants?: number
}

/** What is told of the one finding, after these containers have run one after the other, each from a thousandth second. */
function told(
  runs: readonly Run[],
  { ignored = null, within }: { ignored?: string | null; within?: TimeRange } = {},
): FindingReport {
  const invocations = runs.flatMap((run, index) =>
    Array.from({ length: run.invocations }, (_, n) =>
      row(`c${index}`, index * 1000 + n * 2, 1, {
        sources: ['span'],
        process: `p${index}`,
        ...(run.version !== undefined && { version: run.version }),
        ...(run.code !== undefined && { codeFingerprint: run.code }),
        ...(run.tenants !== undefined && { tenant: `t${n % run.tenants}` }),
      }),
    ),
  )
  const findings = runs.flatMap(({ seenAt }, index) =>
    seenAt === undefined
      ? []
      : [
          findingRow({
            container: `c${index}` as ContainerId,
            process: `p${index}`,
            firstSeen: at(index * 1000 + (seenAt - 1) * 2 + 1),
            lastSeen: at(index * 1000 + 900),
            sizeFirst: 3,
            size: 1203,
            invocations: 1001,
          }),
        ],
  )
  const ignoring = ignored === null ? [] : [{ functionName: 'orders', key: 'k', reason: ignored }]
  const understood = understand({ invocations, containers: [], findings, ignored: ignoring })
  return report(understood, within).functions[0]!.findings[0]!
}

test('who is affected: the requests that ran from the one it was first seen in, and their tenants', () => {
  const finding = told([
    { version: '7', invocations: 10, seenAt: 4, tenants: 3 },
    { version: '8', invocations: 20, seenAt: 6, tenants: 5 },
    { version: '8', invocations: 2, tenants: 2 },
    { version: '8', invocations: 6, tenants: 2 },
  ])
  expect(finding).toMatchObject({
    versions: ['7', '8'],
    affected: { requests: 7 + 15, tenants: 5 },
    trend: 'growing',
    growth: { perInvocation: 1.2, unit: 'entries_or_characters', processes: 2 },
    status: 'open',
    fixedIn: null,
  })
  expect(finding.evidence).toEqual([
    'It grew from 3 to 1,203 over 1,001 invocations of one process.',
    'In the 2 processes where it grew that is 1.2 per invocation.',
    '2 of the 3 containers that ran long enough show it.',
    '22 requests of 5 tenants ran with it.',
    'It was seen from version 7 to 8.',
  ])
})

function manyOf(count: number, run: Run): Run[] {
  return Array.from({ length: count }, () => run)
}

const SHOWN: Run = { version: '7', invocations: 10, seenAt: 5 }

test.each<[string, readonly Run[], string | null]>([
  ['nothing newer ran', [SHOWN], null],
  ['a newer version ran long enough', [SHOWN, { version: '8', invocations: 5 }], '8'],
  ['a newer version ran too short', [SHOWN, { version: '8', invocations: 4 }], null],
  [
    'only the second newer version ran long enough',
    [SHOWN, { version: '8', invocations: 2 }, { version: '9', invocations: 9 }],
    '9',
  ],
  [
    'a newer version has it too',
    [SHOWN, { version: '8', invocations: 9 }, { version: '9', invocations: 9, seenAt: 5 }],
    null,
  ],
  ['an older version goes on beside it', [SHOWN, { version: '8', invocations: 9 }, SHOWN], '8'],
  [
    'one of two showed it, and as many newer ones are chance',
    [SHOWN, { version: '7', invocations: 9 }, ...manyOf(4, { version: '8', invocations: 9 })],
    null,
  ],
  [
    'one of two showed it, and that many newer ones are none',
    [SHOWN, { version: '7', invocations: 9 }, ...manyOf(5, { version: '8', invocations: 9 })],
    '8',
  ],
  [
    '$LATEST with other code',
    [
      { version: '$LATEST', code: 'aaaaaaaa1111', invocations: 9, seenAt: 5 },
      { version: '$LATEST', code: 'bbbbbbbb2222', invocations: 9 },
    ],
    'code bbbbbbbb',
  ],
  [
    '$LATEST of which no code is known',
    [
      { version: '$LATEST', invocations: 9, seenAt: 5 },
      { version: '$LATEST', invocations: 9 },
    ],
    null,
  ],
])('fixed or not: %s', (_name, runs, fixedIn) => {
  const { status, fixedIn: said, evidence } = told(runs)
  expect([status, said]).toEqual([fixedIn === null ? 'open' : 'fixed', fixedIn])
  expect(evidence.some((sentence) => sentence.includes('it is gone'))).toBe(fixedIn !== null)
})

const SIZES = { sizeFirst: 2, size: 42, invocations: 41 }

test.each<[string, Partial<FindingRow>, FindingReport['trend'], FindingReport['growth'], readonly string[]]>([
  [
    'listeners that pile up',
    { kind: 'listener', class: 'resource', ...SIZES },
    'growing',
    { perInvocation: 1, unit: 'listeners', processes: 1 },
    [
      'It grew from 2 to 42 listeners over 41 invocations of one process.',
      'That is 1 listener per invocation.',
    ],
  ],
  [
    'timers, one in two invocations',
    { kind: 'timer', class: 'resource', ...SIZES, invocations: 81 },
    'growing',
    { perInvocation: 0.5, unit: 'timers', processes: 1 },
    ['It grew from 2 to 42 timers over 81 invocations of one process.', 'That is 0.5 timers per invocation.'],
  ],
  [
    'the heap',
    { kind: 'heap_trend', sizeFirst: 20_000_000, size: 26_150_000, invocations: 51 },
    'growing',
    { perInvocation: 123_000, unit: 'bytes', processes: 1 },
    [
      'The heap in use grew from 20 MB to 26 MB over 51 invocations of one process.',
      'That is 123 kB per invocation.',
    ],
  ],
  [
    'a text in the environment, which counts no variables',
    { kind: 'env', ...SIZES },
    'growing',
    { perInvocation: 1, unit: 'entries_or_characters', processes: 1 },
    ['It grew from 2 to 42 over 41 invocations of one process.', 'That is 1 per invocation.'],
  ],
  [
    'growth without sizes',
    { invocations: 41 },
    'growing',
    null,
    ['It was so over 41 invocations of one process.'],
  ],
  [
    'growth of which one size is not known',
    { size: 42, invocations: 41 },
    'growing',
    null,
    ['It was so over 41 invocations of one process.'],
  ],
  [
    'what is there or not',
    { kind: 'env', class: 'state', sizeFirst: 1, size: 1, invocations: 3 },
    'steady',
    null,
    ['It was so over 3 invocations of one process.'],
  ],
])('how it goes on: %s', (_name, over, trend, growth, evidence) => {
  expect(alone([findingRow(over)])).toMatchObject([{ trend, growth, evidence }])
})

test('growth is the mean over all invocations of the processes that saw it, of the class that stands', () => {
  const sure = { confidence: 0.9, sizeFirst: 0 }
  expect(
    alone([
      findingRow({ ...sure, size: 90, invocations: 31 }),
      findingRow({ ...sure, process: 'p2', size: 10, invocations: 71 }),
      findingRow({ ...sure, process: 'p3', size: 0, invocations: 500 }),
      findingRow({ class: 'bleed', process: 'p4', sizeFirst: 0, size: 9000, invocations: 2 }),
    ]),
  ).toMatchObject([{ growth: { perInvocation: 1, processes: 2 } }])
})

test('what newer processes no longer show is fading', () => {
  const without = { version: '7', invocations: 9 }
  const faded = told([SHOWN, SHOWN, SHOWN, without, without, without])
  expect(faded.trend).toBe('fading')
  expect(faded.evidence).toContain('None of the 3 newest processes that ran long enough shows it.')
  expect(told([SHOWN, SHOWN, without, SHOWN, without, without]).trend).toBe('growing')
})

test('an ignored finding says why, in a window too', () => {
  const runs = [SHOWN, { version: '8', invocations: 9 }]
  const ignored = { status: 'ignored', ignoredBecause: 'we know', fixedIn: null }
  expect(told(runs, { ignored: 'we know' })).toMatchObject(ignored)
  expect(told(runs, { ignored: 'we know', within: { from: at(15) } })).toMatchObject(ignored)
})

test('of several containers one shows it, two show it', () => {
  const without = { version: '7', invocations: 9 }
  expect(told([SHOWN, without]).evidence).toContain('1 of the 2 containers that ran long enough shows it.')
  expect(told([SHOWN, SHOWN, without]).evidence).toContain(
    '2 of the 3 containers that ran long enough show it.',
  )
})

test('a window tells of its own requests; how long a process ran is told by all it ran', () => {
  const short = manyOf(6, { version: '7', invocations: 2, tenants: 2 })
  const finding = told([{ ...SHOWN, tenants: 5 }, ...short], { within: { from: at(15) } })
  expect(finding).toMatchObject({ trend: 'growing', affected: { requests: 2, tenants: 2 } })
  expect(finding.evidence).toContain('The one container that ran long enough shows it.')
})

test('a window tells of its own requests, and judges by everything', () => {
  const short = { version: '7', invocations: 3 }
  const finding = told([SHOWN, ...manyOf(6, short)], { within: { from: at(11) } })
  expect(finding).toMatchObject({ trend: 'growing', affected: { requests: 4 } })
  expect(finding.evidence).toContain('The one container that ran long enough shows it.')
})

test('who ran long enough before a window counts in it', () => {
  // From 0 to 20 s, and from 1000 to 1020 s.
  const runs = [{ version: '7', invocations: 10 }, SHOWN]
  const within = { from: at(18) }
  expect(told(runs).evidence).toContain('1 of the 2 containers that ran long enough shows it.')
  expect(told(runs, { within }).evidence).toContain('1 of the 2 containers that ran long enough shows it.')
})

test('a window after its version is gone still tells that it was fixed', () => {
  const fixed = told([SHOWN, { version: '8', invocations: 9 }], { within: { from: at(800) } })
  expect(fixed).toMatchObject({ status: 'fixed', fixedIn: '8', versions: [], affected: { requests: 0 } })
})

test('listeners that gather grow too', () => {
  const [finding] = alone([findingRow({ kind: 'listener', class: 'resource', sizeFirst: 2, size: 42 })])
  expect(finding).toMatchObject({ trend: 'growing' })
})
