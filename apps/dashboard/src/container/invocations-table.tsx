import type { ContainerInvocation } from '@thermocline/wire'
import type { JSX } from 'preact'
import { duration, sentence } from '../format.ts'
import { CauseChip, StartChip } from '../parts/mix.tsx'
import { Moment } from '../parts/moment.tsx'
import { pageOf, Pager } from '../parts/pages.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { type ContainerState, hrefOf, traceState } from '../state.ts'

const PAGE = 100

export function InvocationsTable({
  invocations,
  state,
}: {
  readonly invocations: readonly ContainerInvocation[]
  readonly state: ContainerState
}): JSX.Element {
  const page = pageOf(invocations, state.page, PAGE)
  return (
    <>
      <Table
        caption="Invocations of this container"
        columns={COLUMNS}
        rows={page.rows}
        rowKey={(one) => `${one.requestId} ${one.attempt}`}
      />
      <Pager
        page={page.page}
        pages={page.pages}
        of="invocations"
        hrefOf={(to) => hrefOf({ ...state, page: to })}
      />
    </>
  )
}

const COLUMNS: readonly Column<ContainerInvocation>[] = [
  { head: 'Began', cell: Began },
  { head: 'Idle before', term: 'idle', numeric: true, cell: (one) => duration(one.idleMs) },
  { head: 'Start', term: 'starts', cell: (one) => <StartChip start={one.startKind} /> },
  { head: 'Took', term: 'duration', numeric: true, cell: (one) => duration(one.durationMs) },
  {
    head: 'Init',
    term: 'init',
    numeric: true,
    cell: (one) => (one.initMs === null ? '' : duration(one.initMs)),
  },
  { head: 'Cause', term: 'causes', cell: Cause },
  { head: 'Outcome', term: 'outcome', cell: Outcome },
  { head: 'Request', cell: Request },
]

function Cause({ cause }: ContainerInvocation): JSX.Element | null {
  if (cause === null) return null
  return (
    <span class="evidence">
      <CauseChip cause={cause.cause} />
      <small>{sentence(cause.because)}</small>
    </span>
  )
}

function Outcome({ outcome, errorType }: ContainerInvocation): JSX.Element {
  return (
    <span class={`outcome-text-${outcome}`}>
      {outcome}
      {errorType !== null && outcome !== errorType && <small> {errorType}</small>}
    </span>
  )
}

function Request({ requestId, attempt, sources }: ContainerInvocation): JSX.Element {
  return (
    <span data-explain={`Known from ${sources.join(' and ')}.`}>
      <code>{requestId}</code>
      {attempt > 1 && <small> attempt {attempt}</small>}
    </span>
  )
}

function Began({ startMs, traceId }: ContainerInvocation): JSX.Element {
  const moment = <Moment ms={startMs} exact />
  return traceId === null ? moment : <a href={hrefOf(traceState(traceId))}>{moment}</a>
}
