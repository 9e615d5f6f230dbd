import type { FunctionReport, Report } from '@thermocline/wire'
import { formatCount, formatCounted, formatTime } from './figures.ts'
import { isLogsOnly } from './totals.ts'

/** What a report is about and what it could not see, in two sentences. */
export function sentences(report: Report): { readonly range: string; readonly coverage: string } {
  const { from, to } = report.range
  const { invocationsSeen, invocationsMissing, sources } = report.coverage
  const origin = sources.length === 0 ? '' : ` from ${sources.map((source) => `${source}s`).join(' and ')}`
  const missing = invocationsMissing === 0 ? 'none' : formatCount(invocationsMissing)
  return {
    range: rangeOf(from, to),
    coverage: `${formatCounted(invocationsSeen, 'invocation')} seen${origin}, ${missing} known to be missing.`,
  }
}

/** What stands for findings where nothing could have looked for leaked state. */
export const LOGS_ONLY = 'Logs alone cannot show leaked state. Wrap the handler to see it by name and line.'

/** What is to be said of a function without a finding. */
export function noneFound(report: Report): string {
  if (isLogsOnly(report)) return LOGS_ONLY
  const hasLogs = report.coverage.sources.includes('log')
  return hasLogs ? 'None found in spans; logs alone cannot show any.' : 'None found.'
}

/** "123456789012, eu-west-1"; empty when neither is known. */
export function placeOf(row: FunctionReport): string {
  return [row.account, row.region].filter((part) => part !== null).join(', ')
}

function rangeOf(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'All time: nothing seen yet.'
  if (from === null) return `Until ${formatTime(to)}.`
  return to === null ? `Since ${formatTime(from)}.` : `${formatTime(from)} to ${formatTime(to)}.`
}
