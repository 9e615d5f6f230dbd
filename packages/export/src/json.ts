import type { Report } from '@thermocline/wire'

/** The report as the contract has it, indented by two. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
