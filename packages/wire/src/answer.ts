import type { FindingReport, FunctionReport, Report } from './report.ts'
import type { Attributes, SpanEvent, SpanKind, SpanLink, SpanStatus } from './span.ts'
import type { Ms, UnixMs } from './units.ts'
import type { Cause, InitSource, Outcome, Start } from './words.ts'

// What the analyzer answers, as the JSON API sends it. Times are Unix milliseconds, durations milliseconds.

/**
 * Names one function in URLs: `name`, or `name@account/region` where those are known.
 * See {@link functionKey}.
 */
export type FunctionKey = string

/** GET /api/about */
export interface About {
  readonly version: string
  /** true when the data folder belongs to the lab. */
  readonly lab: boolean
  readonly invocations: number
  readonly spans: number
  /** Rises with every change of the store. */
  readonly revision: number
  /** Where an SDK should send: scheme, host and port of this server. */
  readonly endpoint: string
}

/** GET /api/functions */
export interface FunctionsAnswer {
  readonly report: Report
}

/** GET /api/function?key= */
export interface FunctionAnswer {
  readonly key: FunctionKey
  readonly report: FunctionReport
  /** Null when nothing was seen. */
  readonly range: { readonly from: UnixMs; readonly to: UnixMs } | null
  readonly buckets: { readonly widthMs: Ms; readonly rows: readonly StartBucket[] }
  /** Oldest first. */
  readonly inits: readonly InitPoint[]
  /** Most recently born container last. */
  readonly lanes: readonly Lane[]
}

/** Starts within [startMs, startMs + widthMs). Buckets without invocations are left out. */
export interface StartBucket {
  readonly startMs: UnixMs
  readonly invocations: number
  readonly starts: Readonly<Record<Start, number>>
  readonly errors: number
}

/** One init, with why it happened. */
export interface InitPoint {
  readonly startMs: UnixMs
  readonly container: string
  readonly startKind: Start
  readonly durationMs: Ms | null
  readonly source: InitSource | null
  readonly cause: CauseJudgement
  /** Trace of the invocation that waited, or came next. Null from logs alone. */
  readonly traceId: string | null
}

export interface CauseJudgement {
  readonly cause: Cause
  /** 0 to 1. */
  readonly confidence: number
  /** Why, in words: the evidence, with numbers. */
  readonly because: string
}

/** One container's invocations, in columns: entry i of each array is the same invocation. Oldest first. */
export interface Lane {
  readonly container: string
  readonly version: string | null
  readonly leftCensored: boolean
  readonly startMs: readonly UnixMs[]
  readonly endMs: readonly UnixMs[]
  readonly startKind: readonly Start[]
  readonly outcome: readonly Outcome[]
  readonly initMs: readonly (Ms | null)[]
  readonly traceId: readonly (string | null)[]
}

/** GET /api/container?id= */
export interface ContainerAnswer {
  readonly container: string
  readonly functionKey: FunctionKey
  readonly functionName: string
  readonly version: string | null
  readonly leftCensored: boolean
  readonly firstSeenMs: UnixMs
  readonly lastSeenMs: UnixMs
  /** Oldest first. */
  readonly invocations: readonly ContainerInvocation[]
  /** Distinct processes seen; 0 when only logs were seen. */
  readonly processes: number
  readonly findings: readonly FindingReport[]
}

export interface ContainerInvocation {
  readonly requestId: string
  readonly attempt: number
  readonly startMs: UnixMs
  readonly durationMs: Ms | null
  /** Since the invocation before it in this container ended. Null for the first seen. */
  readonly idleMs: Ms | null
  readonly startKind: Start
  readonly outcome: Outcome
  readonly errorType: string | null
  readonly initMs: Ms | null
  /** Only where this invocation had an init. */
  readonly cause: CauseJudgement | null
  readonly traceId: string | null
  readonly sources: readonly string[]
}

/** GET /api/trace?id= */
export interface TraceAnswer {
  readonly traceId: string
  /** Parents before children, siblings by start. */
  readonly spans: readonly TraceSpan[]
}

export interface TraceSpan {
  readonly spanId: string
  readonly parentSpanId: string | null
  /** 0 for a span whose parent was not seen. */
  readonly depth: number
  readonly name: string
  readonly kind: SpanKind
  readonly status: SpanStatus
  readonly statusMessage: string
  readonly startMs: UnixMs
  readonly endMs: UnixMs
  readonly functionName: string | null
  readonly container: string | null
  readonly scope: string
  readonly attributes: Attributes
  readonly resource: Attributes
  readonly links: readonly SpanLink[]
  readonly events: readonly SpanEvent[]
}

/** Body of every failed API call. */
export interface Failure {
  readonly error: { readonly code: string; readonly message: string }
}

/** Server-sent event `changed` on GET /api/live. */
export interface LiveChange {
  readonly revision: number
}

export function functionKey(identity: {
  readonly name: string
  readonly account?: string | null
  readonly region?: string | null
}): FunctionKey {
  const place = [identity.account, identity.region].map((part) => part ?? '').join('/')
  return place === '/' ? identity.name : `${identity.name}@${place}`
}
