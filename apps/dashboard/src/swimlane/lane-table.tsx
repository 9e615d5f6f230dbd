import type { Lane } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { NOTHING, duration, shortContainer } from '../format.ts'
import { StartChip } from '../parts/mix.tsx'
import { Moment } from '../parts/moment.tsx'
import { pageOf, Pager } from '../parts/pages.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { containerState, hrefOf, traceState } from '../state.ts'

interface Row {
  readonly lane: Lane
  readonly index: number
  readonly startMs: number
}

const PAGE = 50

/** What the swimlane shows, as a table: newest first. */
export function LaneTable({
  lanes,
  page,
  hrefOfPage,
}: {
  readonly lanes: readonly Lane[]
  readonly page: number
  readonly hrefOfPage: (page: number) => string
}): JSX.Element {
  const rows = useMemo(() => rowsOf(lanes), [lanes])
  const shown = pageOf(rows, page, PAGE)
  return (
    <>
      <Table
        caption="Invocations by container, newest first"
        columns={COLUMNS}
        rows={shown.rows}
        rowKey={(row) => `${row.lane.container} ${row.index}`}
      />
      <Pager page={shown.page} pages={shown.pages} of="invocations" hrefOf={hrefOfPage} />
    </>
  )
}

function rowsOf(lanes: readonly Lane[]): readonly Row[] {
  return lanes
    .flatMap((lane) => lane.startMs.map((startMs, index) => ({ lane, index, startMs })))
    .toSorted((a, b) => b.startMs - a.startMs)
}

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Began', cell: (row) => <Began row={row} /> },
  {
    head: 'Container',
    term: 'container',
    cell: ({ lane }) => (
      <a href={hrefOf(containerState(lane.container))}>
        <code>{shortContainer(lane.container)}</code>
      </a>
    ),
  },
  { head: 'Version', cell: ({ lane }) => lane.version ?? NOTHING },
  {
    head: 'Start',
    term: 'starts',
    cell: ({ lane, index }) => <StartChip start={lane.startKind[index] ?? 'warm'} />,
  },
  {
    head: 'Init',
    term: 'init',
    numeric: true,
    cell: ({ lane, index }) => duration(lane.initMs[index] ?? null),
  },
  {
    head: 'Took',
    term: 'duration',
    numeric: true,
    cell: ({ lane, index, startMs }) => duration((lane.endMs[index] ?? startMs) - startMs),
  },
  {
    head: 'Outcome',
    term: 'outcome',
    cell: ({ lane, index }) => (
      <span class={`outcome-text-${lane.outcome[index] ?? 'ok'}`}>{lane.outcome[index] ?? 'ok'}</span>
    ),
  },
]

function Began({ row }: { readonly row: Row }): JSX.Element {
  const traceId = row.lane.traceId[row.index] ?? null
  const moment = <Moment ms={row.startMs} exact />
  return traceId === null ? moment : <a href={hrefOf(traceState(traceId))}>{moment}</a>
}
