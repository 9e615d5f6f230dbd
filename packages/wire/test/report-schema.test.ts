import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { adviceOn, CAUSES, REPORT_JSON_SCHEMA, STARTS } from '../src/index.ts'
import type { Cause, FindingReport, FunctionReport, Report, Start } from '../src/index.ts'

const ajv = new Ajv2020({
  allErrors: true,
  formats: { 'date-time': (text) => !Number.isNaN(Date.parse(text)) },
})
const valid = ajv.compile<Report>(REPORT_JSON_SCHEMA)

const NONE = { p50: null, p90: null, max: null }
const NO_PERCENTILES = { p50: null, p95: null, p99: null, max: null }

function zeroes<Word extends string>(words: readonly Word[]): Record<Word, number> {
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>
}

const finding: FindingReport = {
  key: '0f3c9a52d17b4e68',
  kind: 'listener',
  class: 'resource',
  severity: 'medium',
  name: 'process',
  location: null,
  confidence: 0.9,
  firstSeen: '2026-11-23T10:00:00.000Z',
  lastSeen: '2026-11-23T11:00:00.000Z',
  containers: 1,
  invocations: 41,
  versions: ['7'],
  affected: { requests: 12, tenants: null },
  trend: 'growing',
  growth: { perInvocation: 1.2, unit: 'listeners', processes: 1 },
  status: 'open',
  fixedIn: null,
  ignoredBecause: null,
  evidence: ['It grew.'],
  advice: adviceOn({ kind: 'listener', class: 'resource' }),
}

const orders: FunctionReport = {
  name: 'orders',
  account: null,
  region: null,
  invocations: 0,
  errors: 0,
  timeouts: 0,
  inits: 0,
  starts: zeroes<Start>(STARTS),
  coldRatio: null,
  callerInitRatio: null,
  causes: zeroes<Cause>(CAUSES),
  containers: {
    seen: 0,
    leftCensored: 0,
    singleUse: 0,
    reuseRatio: null,
    reusedShare: null,
    invocationsPerContainer: NONE,
    lifetimeMs: NONE,
    idleMs: NONE,
  },
  initMs: NO_PERCENTILES,
  durationMs: { cold: NO_PERCENTILES, warm: NO_PERCENTILES },
  peakConcurrency: 0,
  findings: [finding, { ...finding, growth: null, affected: { requests: 0, tenants: 3 } }],
}

const report: Report = {
  schema: 1,
  range: { from: '2026-11-23T10:00:00.000Z', to: null },
  coverage: { invocationsSeen: 0, invocationsMissing: 0, sources: ['span'] },
  functions: [orders],
}

test('a report as the types have it is one as the schema has it', () => {
  expect(valid(report), JSON.stringify(valid.errors)).toBe(true)
})

test('the schema refuses a report with a field missing, misspelt or of another kind', () => {
  const { coldRatio: _, ...missing } = orders
  expect(valid({ ...report, functions: [missing] })).toBe(false)
  expect(valid({ ...report, coldratio: 0.5 })).toBe(false)
  expect(valid({ ...report, functions: [{ ...orders, coldRatio: 1.5 }] })).toBe(false)
  expect(valid({ ...report, range: { from: 'yesterday', to: null } })).toBe(false)
})

test.each<[string, object]>([
  ['growth of nothing', { growth: { ...finding.growth, perInvocation: 0 } }],
  ['growth in a unit that is none', { growth: { ...finding.growth, unit: 'listener' } }],
  ['growth as a bare number', { growth: 1.2 }],
  ['a trend that is no word', { trend: 'rising' }],
  ['a status that is no word', { status: 'closed' }],
  ['tenants in part', { affected: { requests: 1, tenants: 0.5 } }],
  ['a field of its own', { since: '7' }],
])('the schema refuses a finding with %s', (_name, wrong) => {
  expect(valid({ ...report, functions: [{ ...orders, findings: [{ ...finding, ...wrong }] }] })).toBe(false)
})
