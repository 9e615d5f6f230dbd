import { SEVERITIES } from '@thermocline/wire'
import type { FindingReport, FunctionReport, Report, Severity } from '@thermocline/wire'

/** A report's counts over all its functions. */
export interface Totals {
  readonly functions: number
  readonly invocations: number
  readonly failed: number
  readonly cold: number
  readonly coldRatio: number | null
  readonly containers: number
  readonly reuseRatio: number | null
  /** Open findings that are more than information. Null where none could be found. */
  readonly flagged: number | null
  readonly worst: Severity | null
}

export function totals(report: Report): Totals {
  const { functions } = report
  const invocations = sum(functions, (row) => row.invocations)
  const cold = sum(functions, (row) => row.starts.cold)
  const containers = sum(functions, (row) => row.containers.seen)
  const flagged = functions.flatMap((row) => row.findings.filter(isFlagged))
  return {
    functions: functions.length,
    invocations,
    failed: sum(functions, (row) => row.errors + row.timeouts),
    cold,
    coldRatio: invocations === 0 ? null : cold / invocations,
    containers,
    reuseRatio: invocations === 0 ? null : 1 - containers / invocations,
    flagged: flaggedCount(functions, report),
    worst: worstOf(flagged),
  }
}

/** How many open findings of these functions are more than information. Null where none could be found. */
export function flaggedCount(functions: readonly FunctionReport[], report: Report): number | null {
  const count = sum(functions, ({ findings }) => findings.filter(isFlagged).length)
  return count === 0 && isLogsOnly(report) ? null : count
}

/** true where no span was seen: nothing found means nothing then, since a log line says nothing of leaked state. */
export function isLogsOnly({ coverage: { sources } }: Report): boolean {
  return sources.includes('log') && !sources.includes('span')
}

/** Whether a finding is a flag: open, and more than information, which a cache never is. */
export function isFlagged(finding: FindingReport): boolean {
  return finding.class !== 'cache' && finding.severity !== 'info' && finding.status === 'open'
}

/** Worst first, then by key. */
export function bySeverity(findings: readonly FindingReport[]): FindingReport[] {
  return findings.toSorted((a, b) => rank(b) - rank(a) || (a.key < b.key ? -1 : 1))
}

function rank(finding: FindingReport): number {
  return SEVERITIES.indexOf(finding.severity)
}

function worstOf(findings: readonly FindingReport[]): Severity | null {
  return bySeverity(findings)[0]?.severity ?? null
}

function sum(rows: readonly FunctionReport[], of: (row: FunctionReport) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}
