import type { FindingReport, FunctionReport, Report } from '@thermocline/wire'

/** A function with figures of every kind; `changes` go over it. */
export function functionReport(changes: Partial<FunctionReport> = {}): FunctionReport {
  return {
    name: 'orders',
    account: '123456789012',
    region: 'eu-west-1',
    invocations: 1240,
    errors: 3,
    timeouts: 1,
    inits: 40,
    starts: { cold: 38, proactive: 1, provisioned: 0, restored: 0, reinit: 1, warm: 1200 },
    coldRatio: 38 / 1240,
    callerInitRatio: 39 / 1240,
    causes: {
      first: 1,
      deploy: 0,
      config: 0,
      scale_out: 30,
      idle_expiry: 8,
      recycled: 0,
      reset: 0,
      provisioned: 0,
      platform_choice: 0,
      unknown: 1,
    },
    containers: {
      seen: 39,
      leftCensored: 1,
      singleUse: 4,
      reuseRatio: 1 - 39 / 1240,
      reusedShare: 1201 / 1240,
      invocationsPerContainer: { p50: 30.5, p90: 61, max: 88 },
      lifetimeMs: { p50: 605_000, p90: 7_800_000, max: 357_000_000 },
      idleMs: { p50: 1240, p90: 61_000, max: 1_523_000 },
    },
    initMs: { p50: 212.4, p95: 1240, p99: 2210, max: 2300.7 },
    durationMs: {
      cold: { p50: 98.1, p95: 310, p99: null, max: 320 },
      warm: { p50: 4.213, p95: 12.34, p99: 40, max: 9994 },
    },
    peakConcurrency: 12,
    findings: [finding()],
    ...changes,
  }
}

/** A growing module variable; `changes` go over it. */
export function finding(changes: Partial<FindingReport> = {}): FindingReport {
  return {
    key: 'module_variable:src/orders.mjs:seen',
    kind: 'module_variable',
    class: 'growth',
    severity: 'high',
    name: 'seen',
    location: 'src/orders.mjs:12',
    confidence: 0.95,
    firstSeen: '2026-11-02T08:00:01.000Z',
    lastSeen: '2026-11-02T09:30:00.000Z',
    containers: 3,
    invocations: 120,
    versions: ['7'],
    affected: { requests: 360, tenants: 4 },
    trend: 'growing',
    growth: { perInvocation: 1, unit: 'entries_or_characters', processes: 1 },
    status: 'open',
    fixedIn: null,
    ignoredBecause: null,
    evidence: ['It grew from 3 to 120 over 118 invocations of one process.'],
    advice: {
      means: 'It keeps growing.',
      todo: 'Give it a limit.',
      sketch: 'if (seen.size > 1000) seen.clear()',
    },
    ...changes,
  }
}

export function reportOf(...functions: readonly FunctionReport[]): Report {
  return {
    schema: 1,
    range: { from: '2026-11-02T08:00:00.000Z', to: '2026-11-02T10:00:00.000Z' },
    coverage: {
      invocationsSeen: functions.reduce((sum, row) => sum + row.invocations, 0),
      invocationsMissing: 2,
      sources: ['log', 'span'],
    },
    functions,
  }
}

/** What the analyzer says of an empty folder. */
export const EMPTY_REPORT: Report = {
  schema: 1,
  range: { from: null, to: null },
  coverage: { invocationsSeen: 0, invocationsMissing: 0, sources: [] },
  functions: [],
}

/** The same, as logs alone would tell it. */
export function logsAlone(report: Report): Report {
  return { ...report, coverage: { ...report.coverage, sources: ['log'] } }
}
