import { functionKey, type FunctionReport, SEVERITIES } from '@thermocline/wire'
import type { JSX } from 'preact'
import { count, duration, percent } from '../format.ts'
import type { TermId } from '../glossary.ts'
import { isOpen, Severity } from '../parts/findings.tsx'
import { CauseMix, StartMix } from '../parts/mix.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { functionState, type HomeState, hrefOf, type Sort } from '../state.ts'
import { ordered } from './order.ts'

/** Every function on one line, sorted and filtered by the URL. */
export function FunctionsTable({
  functions,
  state,
}: {
  readonly functions: readonly FunctionReport[]
  readonly state: HomeState
}): JSX.Element {
  return (
    <Table
      caption="Functions"
      columns={columnsOf(state)}
      rows={ordered(functions, state)}
      rowKey={functionKey}
      empty={`No function’s name contains “${state.filter}”.`}
    />
  )
}

function columnsOf(state: HomeState): readonly Column<FunctionReport>[] {
  const sorted = (head: string, sort: Sort, term?: TermId): Omit<Column<FunctionReport>, 'cell'> => ({
    head,
    numeric: sort !== 'name' && sort !== 'findings',
    sort: sortLink(state, sort),
    ...(term === undefined ? {} : { term }),
  })
  return [
    { ...sorted('Function', 'name'), cell: nameCell },
    { ...sorted('Findings', 'findings', 'findings'), cell: findingsCell },
    { ...sorted('Invocations', 'invocations', 'invocations'), cell: (one) => count(one.invocations) },
    { ...sorted('Cold', 'cold', 'coldRatio'), cell: (one) => percent(one.coldRatio) },
    { head: 'Starts', term: 'starts', cell: (one) => <StartMix starts={one.starts} label="Starts" /> },
    { head: 'Causes', term: 'causes', cell: (one) => <CauseMix causes={one.causes} label="Causes" /> },
    { ...sorted('Reuse', 'reuse', 'reuseRatio'), cell: (one) => percent(one.containers.reuseRatio) },
    { ...sorted('Init p50', 'init50', 'initP50'), cell: (one) => duration(one.initMs.p50) },
    { ...sorted('p95', 'init95', 'initP95'), cell: (one) => duration(one.initMs.p95) },
    { ...sorted('Peak', 'peak', 'peakConcurrency'), cell: (one) => count(one.peakConcurrency) },
  ]
}

function nameCell(one: FunctionReport): JSX.Element {
  const place = [one.account, one.region].filter((part) => part !== null).join(' · ')
  return (
    <span class="name-cell">
      <a href={hrefOf(functionState(functionKey(one)))}>{one.name}</a>
      {place !== '' && <small>{place}</small>}
    </span>
  )
}

function findingsCell(one: FunctionReport): JSX.Element {
  const open = one.findings.filter(isOpen)
  const worst = SEVERITIES.findLast((severity) => open.some((finding) => finding.severity === severity))
  if (worst === undefined) return <span class="quiet">none</span>
  return (
    <span class="worst">
      <Severity finding={{ severity: worst }} />
      {open.length > 1 && <small>+{count(open.length - 1)}</small>}
    </span>
  )
}

// A second click turns the order round; the first puts the largest on top, names from A.
function sortLink(
  state: HomeState,
  sort: Sort,
): { readonly href: string; readonly now: 'up' | 'down' | null } {
  const isNow = state.sort === sort
  const down = isNow ? !state.down : sort !== 'name'
  return { href: hrefOf({ ...state, sort, down }), now: isNow ? (state.down ? 'down' : 'up') : null }
}
