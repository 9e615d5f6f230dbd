import {
  type CauseJudgement,
  CAUSES,
  type FindingReport,
  type FunctionReport,
  type InitPoint,
  type Lane,
  ms,
  type Outcome,
  type Start,
  STARTS,
  type TraceSpan,
  unixMs,
} from '@thermocline/wire'

/** One invocation of a lane: when, how long, and what was special about it. */
export interface Bar {
  readonly at: number
  readonly took: number
  readonly start?: Start
  readonly outcome?: Outcome
  readonly init?: number
}

export function lane(container: string, bars: readonly Bar[]): Lane {
  return {
    container,
    version: '$LATEST',
    leftCensored: false,
    startMs: bars.map((bar) => unixMs(bar.at)),
    endMs: bars.map((bar) => unixMs(bar.at + bar.took)),
    startKind: bars.map((bar) => bar.start ?? 'warm'),
    outcome: bars.map((bar) => bar.outcome ?? 'ok'),
    initMs: bars.map((bar) => (bar.init === undefined ? null : ms(bar.init))),
    traceId: bars.map(() => null),
  }
}

export function span(
  spanId: string,
  startMs: number,
  endMs: number,
  more: Partial<TraceSpan> = {},
): TraceSpan {
  return {
    spanId,
    parentSpanId: null,
    depth: 0,
    name: spanId,
    kind: 'internal',
    status: 'unset',
    statusMessage: '',
    startMs: unixMs(startMs),
    endMs: unixMs(endMs),
    functionName: null,
    container: null,
    scope: '',
    attributes: {},
    resource: {},
    links: [],
    events: [],
    ...more,
  }
}

export function init(startMs: number, cause: CauseJudgement['cause'], durationMs: number | null): InitPoint {
  return {
    startMs: unixMs(startMs),
    container: 'c',
    startKind: 'cold',
    durationMs: durationMs === null ? null : ms(durationMs),
    source: null,
    cause: { cause, confidence: 0.5, because: `init at ${startMs}` },
    traceId: null,
  }
}

export function finding(more: Partial<FindingReport>): FindingReport {
  return {
    key: 'k',
    kind: 'module_variable',
    class: 'growth',
    severity: 'high',
    name: 'seen',
    location: null,
    confidence: 1,
    firstSeen: '2026-11-23T09:00:00.000Z',
    lastSeen: '2026-11-23T10:00:00.000Z',
    containers: 1,
    invocations: 2,
    versions: [],
    affected: { requests: 2, tenants: null },
    trend: 'steady',
    growth: null,
    status: 'open',
    fixedIn: null,
    ignoredBecause: null,
    evidence: [],
    advice: { means: 'It stays.', todo: 'Let it go.', sketch: null },
    ...more,
  }
}

const NO_TIMES = { p50: null, p95: null, p99: null, max: null }
const NO_SPREAD = { p50: null, p90: null, max: null }

export function report(name: string, more: Partial<FunctionReport> = {}): FunctionReport {
  return {
    name,
    account: null,
    region: null,
    invocations: 0,
    errors: 0,
    timeouts: 0,
    inits: 0,
    starts: zeroes(STARTS),
    coldRatio: null,
    callerInitRatio: null,
    causes: zeroes(CAUSES),
    containers: {
      seen: 0,
      leftCensored: 0,
      singleUse: 0,
      reuseRatio: null,
      reusedShare: null,
      invocationsPerContainer: NO_SPREAD,
      lifetimeMs: NO_SPREAD,
      idleMs: NO_SPREAD,
    },
    initMs: NO_TIMES,
    durationMs: { cold: NO_TIMES, warm: NO_TIMES },
    peakConcurrency: 0,
    findings: [],
    ...more,
  }
}

export function zeroes<Word extends string>(words: readonly Word[]): Record<Word, number> {
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>
}
