import { type FindingReport, type FunctionReport, type Start, STARTS } from '@thermocline/wire'
import { isOpen } from '../parts/findings.tsx'

/** All functions together. Ratios are null where nothing was invoked. */
export interface Totals {
  readonly invocations: number
  readonly errors: number
  readonly timeouts: number
  readonly starts: Readonly<Record<Start, number>>
  readonly containers: number
  readonly waited: number
  readonly coldRatio: number | null
  readonly waitedRatio: number | null
  readonly reuseRatio: number | null
  readonly open: readonly FindingReport[]
}

export function totalsOf(functions: readonly FunctionReport[]): Totals {
  const sum = (value: (one: FunctionReport) => number): number =>
    functions.reduce((all, one) => all + value(one), 0)
  const invocations = sum((one) => one.invocations)
  const containers = sum((one) => one.containers.seen)
  const starts = Object.fromEntries(
    STARTS.map((start) => [start, sum((one) => one.starts[start])]),
  ) as Record<Start, number>
  const waited = waitedOf(starts)
  const ratio = (part: number): number | null => (invocations === 0 ? null : part / invocations)
  return {
    invocations,
    errors: sum((one) => one.errors),
    timeouts: sum((one) => one.timeouts),
    starts,
    containers,
    waited,
    coldRatio: ratio(starts.cold),
    waitedRatio: ratio(waited),
    reuseRatio: invocations === 0 ? null : 1 - containers / invocations,
    open: functions.flatMap((one) => one.findings.filter(isOpen)),
  }
}

/** Callers who waited for an init. */
export function waitedOf(starts: Readonly<Record<Start, number>>): number {
  return starts.cold + starts.reinit + starts.restored
}
