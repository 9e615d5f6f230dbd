import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { adviceOn, ms, REPORT_JSON_SCHEMA, type Intake, type Report } from '@thermocline/wire'
import { seeded, shuffled } from '@thermocline/testkit/random'
import { at, intake } from '@thermocline/testkit/rows'
import { finding, RUN, sighting, START_MS } from './build.ts'
import { analyzers } from './opened.ts'

const analyzerOf = analyzers()

const isReport = new Ajv2020({
  allowUnionTypes: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
}).compile(REPORT_JSON_SCHEMA)

function valid(report: Report): Report {
  const ok = isReport(report)
  expect(isReport.errors ?? []).toEqual([])
  expect(ok).toBe(true)
  return report
}

test('an empty store has a valid, empty report', () => {
  expect(valid(analyzerOf().report())).toEqual({
    schema: 1,
    range: { from: null, to: null },
    coverage: { invocationsSeen: 0, invocationsMissing: 0, sources: [] },
    functions: [],
  })
})

test('a log of invocations back to back, its times cut to milliseconds, shows one at a time', () => {
  // Every 5 ms a START, and a REPORT 5 ms later with Duration: 5.40 ms.
  const lines = [...Array(20).keys()].flatMap((n) => {
    const began = n / 200
    const reported = { start: at(began - 0.0004), duration: ms(5.4) }
    return [sighting('a', began, 0.005), sighting('a', began, 0.005, reported)]
  })
  const report = valid(analyzerOf([intake({ invocations: lines })]).report())
  expect(report.range).toEqual({ from: iso(0), to: iso(0.1) })
  expect(report.functions).toMatchObject([
    {
      invocations: 20,
      peakConcurrency: 1,
      containers: { seen: 1, idleMs: { p50: 0, p90: 0, max: 0 } },
    },
  ])
})

test('the figures of a run are those worked out by hand', () => {
  const report = valid(analyzerOf([intake({ invocations: RUN, findings: [finding()] })]).report())
  expect(report.range).toEqual({ from: iso(0), to: iso(602) })
  expect(report.coverage).toEqual({ invocationsSeen: 10, invocationsMissing: 0, sources: ['log'] })
  expect(report.functions).toEqual([
    {
      name: 'orders',
      account: null,
      region: null,
      invocations: 10,
      errors: 1,
      timeouts: 1,
      inits: 4,
      starts: { cold: 3, proactive: 0, provisioned: 0, restored: 0, reinit: 1, warm: 6 },
      coldRatio: 0.3,
      callerInitRatio: 0.4,
      causes: {
        first: 0,
        deploy: 0,
        config: 0,
        scale_out: 0,
        // old was idle for 8.5 s and had survived 19 s, so that it may have been alive for a; and so for b.
        idle_expiry: 1,
        recycled: 0,
        reset: 1,
        provisioned: 0,
        platform_choice: 0,
        unknown: 2,
      },
      containers: {
        seen: 4,
        leftCensored: 1,
        singleUse: 1,
        reuseRatio: 0.6,
        reusedShare: 0.6,
        invocationsPerContainer: { p50: 2, p90: 5, max: 5 },
        lifetimeMs: { p50: 15_250, p90: 61_000, max: 61_000 },
        idleMs: { p50: 8250, p90: 28_000, max: 28_000 },
      },
      initMs: { p50: 500, p95: 750, p99: 750, max: 750 },
      durationMs: {
        cold: { p50: 2000, p95: 5000, p99: 5000, max: 5000 },
        warm: { p50: 1000, p95: 3000, p99: 3000, max: 3000 },
      },
      peakConcurrency: 2,
      findings: [
        {
          key: 'module_variable:seen',
          kind: 'module_variable',
          class: 'growth',
          severity: 'medium',
          name: 'seen',
          location: null,
          confidence: 0.8,
          firstSeen: iso(10),
          lastSeen: iso(10),
          containers: 1,
          invocations: 4,
          versions: [],
          affected: { requests: 0, tenants: null },
          trend: 'growing',
          growth: null,
          status: 'open',
          fixedIn: null,
          ignoredBecause: null,
          evidence: ['It was so over 4 invocations of one process.'],
          advice: adviceOn({ kind: 'module_variable', class: 'growth' }),
        },
      ],
    },
  ])
})

test('a window counts what starts in it, with starts and causes judged by everything', () => {
  const analyzer = analyzerOf([intake({ invocations: RUN, findings: [finding()] })])
  const report = valid(analyzer.report({ from: at(40), to: at(90) }))
  expect(report.range).toEqual({ from: iso(40), to: iso(90) })
  expect(report.functions[0]).toMatchObject({
    invocations: 4,
    starts: { warm: 3, reinit: 1 },
    causes: { reset: 1 },
    // Both containers began before the window, and every invocation in it reused one.
    containers: { seen: 2, leftCensored: 2, reuseRatio: 0.5, reusedShare: 1 },
    findings: [],
  })
  expect(valid(analyzer.report({ from: at(5000) })).functions).toEqual([])
})

test('logs that know the name alone are counted with the function the spans name', () => {
  const whole = { name: 'orders', account: '1', region: 'eu-west-1' }
  const report = analyzerOf([
    intake({ invocations: [sighting('a', 0, 1), sighting('b', 9, 1, { source: 'span', function: whole })] }),
  ]).report()
  expect(report.functions).toMatchObject([{ ...whole, invocations: 2 }])
  expect(report.coverage.sources).toEqual(['log', 'span'])
})

test('an invocation of which only the START line was seen is counted, and the report stays valid', () => {
  const { end: _, duration: __, outcome: ___, ...started } = sighting('a', 0, 1)
  expect(valid(analyzerOf([intake({ invocations: [started] })]).report()).functions[0]).toMatchObject({
    invocations: 1,
    errors: 0,
    durationMs: { warm: { p50: null } },
  })
})

test('shuffled, doubled and split into ten, the same sightings give the same report', () => {
  const whole = intake({
    invocations: RUN,
    findings: [finding(), finding({ process: 'p2', seenAt: at(70), confidence: 0.7 })],
  })
  const expected = analyzerOf([whole]).report()
  for (let seed = 1; seed <= 5; seed++)
    expect(analyzerOf(tenPieces(whole, seeded(seed))).report()).toEqual(expected)
})

function tenPieces(whole: Intake, random: () => number): Intake[] {
  const deal = <T>(items: readonly T[]): T[][] => {
    const hands: T[][] = Array.from({ length: 10 }, () => [])
    for (const item of shuffled([...items, ...items], random)) hands[Math.floor(random() * 10)]!.push(item)
    return hands
  }
  const findings = deal(whole.findings)
  return deal(whole.invocations).map((invocations, n) => intake({ invocations, findings: findings[n]! }))
}

function iso(seconds: number): string {
  return new Date(START_MS + seconds * 1000).toISOString()
}
