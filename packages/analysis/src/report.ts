import {
  CAUSES,
  REPORT_SCHEMA,
  usToMs,
  type Cause,
  type FunctionReport,
  type Report,
  type TimeRange,
  type UnixUs,
} from '@thermocline/wire'
import { containersReport } from './containers.ts'
import { missingInvocations } from './coverage.ts'
import { holdings, peakConcurrency } from './concurrency.ts'
import { findingReports } from './findings.ts'
import { percentiles } from './percentiles.ts'
import type { SettledInvocation } from './settled.ts'
import { countStarts } from './starts.ts'
import { invocationsOf, narrowed, type UnderstoodFunction } from './understand.ts'

/** The report over all functions, of the window where one is asked for: an invocation belongs where it starts. */
export function report(functions: readonly UnderstoodFunction[], within?: TimeRange): Report {
  const inside = within === undefined ? functions : functions.map((each) => narrowed(each, within))
  const seen = inside.filter((each) => each.containers.size > 0 || each.findings.length > 0)
  const containers = seen.flatMap((each) => [...each.containers.values()])
  const invocations = containers.flat()
  const span = seenRange(invocations)
  return {
    schema: REPORT_SCHEMA,
    range: { from: iso(within?.from ?? span?.from), to: iso(within?.to ?? span?.to) },
    coverage: {
      invocationsSeen: invocations.length,
      invocationsMissing: containers.reduce((sum, each) => sum + missingInvocations(each), 0),
      sources: [...new Set(invocations.flatMap(({ row }) => row.sources))].toSorted(),
    },
    functions: seen.map(functionReport),
  }
}

export function functionReport(of: UnderstoodFunction): FunctionReport {
  const { identity, inits, findings } = of
  const invocations = invocationsOf(of)
  const starts = countStarts(invocations)
  const share = (count: number): number | null =>
    invocations.length === 0 ? null : count / invocations.length
  const durations = (kind: 'cold' | 'warm'): number[] =>
    invocations.flatMap(({ startKind, duration }) =>
      startKind === kind && duration !== null ? [duration] : [],
    )
  return {
    name: identity.name,
    account: identity.account ?? null,
    region: identity.region ?? null,
    invocations: invocations.length,
    errors: invocations.filter(({ row }) => row.outcome === 'error').length,
    timeouts: invocations.filter(({ row }) => row.outcome === 'timeout').length,
    inits: inits.length,
    starts,
    coldRatio: share(starts.cold),
    callerInitRatio: share(starts.cold + starts.reinit + starts.restored),
    causes: countCauses(of),
    containers: containersReport([...of.containers.values()]),
    initMs: percentiles(inits.flatMap(({ invocation: { row } }) => row.init?.duration ?? [])),
    durationMs: { cold: percentiles(durations('cold')), warm: percentiles(durations('warm')) },
    peakConcurrency: peakConcurrency(holdings(invocations, inits)),
    findings: findingReports(findings, invocations),
  }
}

/** First start and last end. Null for no invocations. */
export function seenRange(invocations: readonly SettledInvocation[]): { from: UnixUs; to: UnixUs } | null {
  if (invocations.length === 0) return null
  let { start: from, start: to } = invocations[0]!
  for (const { start, end } of invocations) {
    if (start < from) from = start
    if ((end ?? start) > to) to = end ?? start
  }
  return { from, to }
}

function countCauses({ inits }: UnderstoodFunction): Record<Cause, number> {
  const counts = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>
  for (const { cause } of inits) counts[cause.cause]++
  return counts
}

function iso(time: UnixUs | undefined): string | null {
  return time === undefined ? null : new Date(usToMs(time)).toISOString()
}
