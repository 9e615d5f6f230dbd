import type { InitPoint } from '@thermocline/wire'
import type { JSX } from 'preact'
import { confidence, count, duration, percent, sentence } from '../format.ts'
import { CAUSE_WORDS } from '../glossary.ts'
import { CauseChip } from '../parts/mix.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { containerState, type FunctionState, hrefOf, traceState } from '../state.ts'
import { type CauseGroup, causeGroups } from './causes.ts'

/** Why inits happened: how often, how surely, and the evidence of the newest one. */
export function CausesTable({
  inits,
  state,
}: {
  readonly inits: readonly InitPoint[]
  readonly state: FunctionState
}): JSX.Element {
  return (
    <Table
      caption="Causes of inits"
      columns={columnsOf(state)}
      rows={causeGroups(inits)}
      rowKey={(group) => group.cause}
      empty="No inits were seen."
      isWordy
    />
  )
}

function columnsOf(state: FunctionState): readonly Column<CauseGroup>[] {
  return [
    { head: 'Cause', term: 'causes', cell: (group) => <CauseFilter group={group} state={state} /> },
    { head: 'Inits', numeric: true, cell: (group) => count(group.inits.length) },
    { head: 'Share', numeric: true, cell: (group) => percent(group.share) },
    { head: 'Median init', term: 'initP50', numeric: true, cell: (group) => duration(group.medianMs) },
    { head: 'Confidence', term: 'confidence', cell: (group) => confidence(group.confidence) },
    { head: 'What it means, and the newest evidence', cell: Evidence },
  ]
}

function CauseFilter({
  group,
  state,
}: {
  readonly group: CauseGroup
  readonly state: FunctionState
}): JSX.Element {
  const isOn = state.cause === group.cause
  return (
    <a
      class="cause-filter"
      aria-current={isOn ? 'true' : undefined}
      href={hrefOf({ ...state, page: 1, cause: isOn ? null : group.cause })}
    >
      <CauseChip cause={group.cause} />
    </a>
  )
}

function Evidence(group: CauseGroup): JSX.Element {
  const { example } = group
  const href = hrefOf(
    example.traceId === null ? containerState(example.container) : traceState(example.traceId),
  )
  return (
    <span class="evidence">
      <span>{CAUSE_WORDS[group.cause]}</span>
      <small>
        {sentence(example.cause.because)} <a href={href}>See it</a>
      </small>
    </span>
  )
}
