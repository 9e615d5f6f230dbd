import type { Advice } from './advice.ts'
import type {
  Cause,
  FindingClass,
  FindingKind,
  FindingStatus,
  FindingTrend,
  GrowthUnit,
  Severity,
  Start,
} from './words.ts'

// `thermocline report --format json`. Experimental until every cause is judged.
// Ratios and percentiles are null where there is nothing to count. Durations are milliseconds.

/** Version of this shape. */
export const REPORT_SCHEMA = 1

export interface Report {
  readonly schema: typeof REPORT_SCHEMA
  /** ISO 8601 in UTC: the window asked for, or the first start and last end seen. Null when nothing was seen. */
  readonly range: { readonly from: string | null; readonly to: string | null }
  readonly coverage: ReportCoverage
  /** By name, account, region. */
  readonly functions: readonly FunctionReport[]
}

export interface ReportCoverage {
  readonly invocationsSeen: number
  /** Counted from gaps in `container.invocation`: sent by the SDK, never arrived. */
  readonly invocationsMissing: number
  /** "span" and/or "log", sorted. */
  readonly sources: readonly string[]
}

export interface FunctionReport {
  readonly name: string
  readonly account: string | null
  readonly region: string | null
  readonly invocations: number
  readonly errors: number
  readonly timeouts: number
  readonly inits: number
  readonly starts: Readonly<Record<Start, number>>
  readonly coldRatio: number | null
  readonly callerInitRatio: number | null
  readonly causes: Readonly<Record<Cause, number>>
  readonly containers: ContainersReport
  readonly initMs: Percentiles
  readonly durationMs: { readonly cold: Percentiles; readonly warm: Percentiles }
  readonly peakConcurrency: number
  readonly findings: readonly FindingReport[]
}

export interface ContainersReport {
  readonly seen: number
  /** Began before the window: their first invocation seen was not their first. */
  readonly leftCensored: number
  readonly singleUse: number
  /** 1 - containers / invocations; depends on the window. */
  readonly reuseRatio: number | null
  /** Invocations that were not the first seen in their container / invocations. */
  readonly reusedShare: number | null
  readonly invocationsPerContainer: Spread
  /** First seen to last seen end. */
  readonly lifetimeMs: Spread
  /** End of one invocation to the start of the next in the same container. */
  readonly idleMs: Spread
}

/** `p50` is the midpoint median, `p90` nearest rank. */
export interface Spread {
  readonly p50: number | null
  readonly p90: number | null
  readonly max: number | null
}

/** Nearest rank. */
export interface Percentiles {
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

/** One piece of leaked state, over all containers and versions it was seen in. */
export interface FindingReport {
  /** The same in every container and version; `thermocline ignore` takes it. */
  readonly key: string
  readonly kind: FindingKind
  readonly class: FindingClass
  readonly severity: Severity
  readonly name: string
  readonly location: string | null
  /** 0 to 1. */
  readonly confidence: number
  /** ISO 8601 in UTC. */
  readonly firstSeen: string
  readonly lastSeen: string
  readonly containers: number
  readonly invocations: number
  /** Versions it was seen in, oldest first: `code 1a2b3c4d` by its fingerprint where the version is `$LATEST`. */
  readonly versions: readonly string[]
  readonly affected: {
    /** Requests that ran in a process after it was first seen there, and the one it was seen in. */
    readonly requests: number
    /** Of those requests; null where no tenant is known. */
    readonly tenants: number | null
  }
  readonly trend: FindingTrend
  /** Null where no process told sizes that grow. */
  readonly growth: FindingGrowth | null
  readonly status: FindingStatus
  /** The first version that is rid of it; null unless it is fixed. */
  readonly fixedIn: string | null
  /** Why it is ignored; null unless it is. */
  readonly ignoredBecause: string | null
  /** What was seen, in sentences. */
  readonly evidence: readonly string[]
  readonly advice: Advice
}

/** How fast a finding grows. */
export interface FindingGrowth {
  /** In `unit`, more than 0: the mean over all invocations of the processes that saw it grow. */
  readonly perInvocation: number
  readonly unit: GrowthUnit
  readonly processes: number
}
