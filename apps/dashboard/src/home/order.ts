import { type FunctionReport, SEVERITIES } from '@thermocline/wire'
import { isOpen } from '../parts/findings.tsx'
import type { HomeState, Sort } from '../state.ts'

/** The functions the filter lets through, in the order the table asks for. Names break ties, upwards. */
export function ordered(
  functions: readonly FunctionReport[],
  state: Pick<HomeState, 'sort' | 'down' | 'filter'>,
): readonly FunctionReport[] {
  const wanted = state.filter.trim().toLowerCase()
  const way = state.down ? -1 : 1
  return functions
    .filter((one) => [one.name, one.account, one.region].some((part) => part?.toLowerCase().includes(wanted)))
    .toSorted((a, b) => way * compare(a, b, state.sort) || a.name.localeCompare(b.name))
}

/** How bad the open findings are: the worst severity counts first, then how many there are of it. 0 for none. */
export function findingWeight(one: FunctionReport): number {
  return one.findings
    .filter(isOpen)
    .reduce((sum, finding) => sum + 1000 ** SEVERITIES.indexOf(finding.severity), 0)
}

function compare(a: FunctionReport, b: FunctionReport, sort: Sort): number {
  return sort === 'name' ? a.name.localeCompare(b.name) : valueOf(a, sort) - valueOf(b, sort)
}

function valueOf(one: FunctionReport, sort: Exclude<Sort, 'name'>): number {
  switch (sort) {
    case 'invocations':
      return one.invocations
    case 'cold':
      return one.coldRatio ?? -1
    case 'waited':
      return one.callerInitRatio ?? -1
    case 'reuse':
      return one.containers.reuseRatio ?? -1
    case 'init50':
      return one.initMs.p50 ?? -1
    case 'init95':
      return one.initMs.p95 ?? -1
    case 'peak':
      return one.peakConcurrency
    case 'findings':
      return findingWeight(one)
  }
}
