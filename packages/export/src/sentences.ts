import type { FunctionReport, Report } from '@thermocline/wire'
import { formatCount, formatCounted, formatTime } from './figures.ts'

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

/** "123456789012, eu-west-1"; empty when neither is known. */
export function placeOf(row: FunctionReport): string {
  return [row.account, row.region].filter((part) => part !== null).join(', ')
}

function rangeOf(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'All time: nothing seen yet.'
  if (from === null) return `Until ${formatTime(to)}.`
  return to === null ? `Since ${formatTime(from)}.` : `${formatTime(from)} to ${formatTime(to)}.`
}
