import type { FindingReport } from './report.ts'

/** How a finding's status reads: "open", "fixed in 8", "ignored: a bounded cache". */
export function statusInWords({
  status,
  fixedIn,
  ignoredBecause,
}: Pick<FindingReport, 'status' | 'fixedIn' | 'ignoredBecause'>): string {
  if (fixedIn !== null) return `${status} in ${fixedIn}`
  return ignoredBecause === null ? status : `${status}: ${ignoredBecause}`
}
