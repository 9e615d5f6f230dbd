import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { CAUSES, REPORT_JSON_SCHEMA, STARTS } from '../src/index.ts'
import type { Cause, FunctionReport, Report, Start } from '../src/index.ts'

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
  findings: [],
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
