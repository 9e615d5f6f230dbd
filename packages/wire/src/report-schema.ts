import {
  CAUSES,
  FINDING_CLASSES,
  FINDING_KINDS,
  FINDING_STATUSES,
  FINDING_TRENDS,
  GROWTH_UNITS,
  SEVERITIES,
  STARTS,
} from './words.ts'

type Schema = Readonly<Record<string, unknown>>

const COUNT: Schema = { type: 'integer', minimum: 0 }
const RATIO: Schema = { type: ['number', 'null'], minimum: 0, maximum: 1 }
const FIGURE: Schema = { type: ['number', 'null'], minimum: 0 }
const TEXT: Schema = { type: 'string' }
const TEXT_OR_NULL: Schema = { type: ['string', 'null'] }
const TIME: Schema = { type: 'string', format: 'date-time' }
const TIME_OR_NULL: Schema = { type: ['string', 'null'], format: 'date-time' }

function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function counts(words: readonly string[]): Schema {
  return object(Object.fromEntries(words.map((word) => [word, COUNT])))
}

const SPREAD = object({ p50: FIGURE, p90: FIGURE, max: FIGURE })
const PERCENTILES = object({ p50: FIGURE, p95: FIGURE, p99: FIGURE, max: FIGURE })

const GROWTH = object({
  perInvocation: { type: 'number', exclusiveMinimum: 0 },
  unit: { enum: GROWTH_UNITS },
  processes: { type: 'integer', minimum: 1 },
})

const FINDING = object({
  key: TEXT,
  kind: { enum: FINDING_KINDS },
  class: { enum: FINDING_CLASSES },
  severity: { enum: SEVERITIES },
  name: TEXT,
  location: TEXT_OR_NULL,
  confidence: { type: 'number', minimum: 0, maximum: 1 },
  firstSeen: TIME,
  lastSeen: TIME,
  containers: COUNT,
  invocations: COUNT,
  versions: { type: 'array', items: TEXT },
  affected: object({ requests: COUNT, tenants: { type: ['integer', 'null'], minimum: 0 } }),
  trend: { enum: FINDING_TRENDS },
  growth: { anyOf: [GROWTH, { type: 'null' }] },
  status: { enum: FINDING_STATUSES },
  fixedIn: TEXT_OR_NULL,
  ignoredBecause: TEXT_OR_NULL,
  evidence: { type: 'array', items: TEXT },
  advice: object({ means: TEXT, todo: TEXT, sketch: TEXT_OR_NULL }),
})

const FUNCTION = object({
  name: TEXT,
  account: TEXT_OR_NULL,
  region: TEXT_OR_NULL,
  invocations: COUNT,
  errors: COUNT,
  timeouts: COUNT,
  inits: COUNT,
  starts: counts(STARTS),
  coldRatio: RATIO,
  callerInitRatio: RATIO,
  causes: counts(CAUSES),
  containers: object({
    seen: COUNT,
    leftCensored: COUNT,
    singleUse: COUNT,
    reuseRatio: RATIO,
    reusedShare: RATIO,
    invocationsPerContainer: SPREAD,
    lifetimeMs: SPREAD,
    idleMs: SPREAD,
  }),
  initMs: PERCENTILES,
  durationMs: object({ cold: PERCENTILES, warm: PERCENTILES }),
  peakConcurrency: COUNT,
  findings: { type: 'array', items: FINDING },
})

/** JSON Schema (2020-12) of {@link Report}. */
export const REPORT_JSON_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Thermocline report (experimental)',
  ...object({
    schema: { const: 1 },
    range: object({ from: TIME_OR_NULL, to: TIME_OR_NULL }),
    coverage: object({
      invocationsSeen: COUNT,
      invocationsMissing: COUNT,
      sources: { type: 'array', items: { enum: ['log', 'span'] } },
    }),
    functions: { type: 'array', items: FUNCTION },
  }),
}
