import type { FunctionReport, Percentiles } from '@thermocline/wire'
import type { JSX } from 'preact'
import { duration } from '../format.ts'
import { type Column, Table } from '../parts/table.tsx'

interface Row {
  readonly name: string
  readonly of: Percentiles
}

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Time of', cell: (row) => row.name },
  { head: 'p50', term: 'p50', numeric: true, cell: (row) => duration(row.of.p50) },
  { head: 'p95', term: 'p95', numeric: true, cell: (row) => duration(row.of.p95) },
  { head: 'p99', term: 'p99', numeric: true, cell: (row) => duration(row.of.p99) },
  { head: 'Max', term: 'max', numeric: true, cell: (row) => duration(row.of.max) },
]

/** How long inits, cold invocations and warm ones took. */
export function DurationsTable({ report }: { readonly report: FunctionReport }): JSX.Element {
  const rows = [
    { name: 'Init', of: report.initMs },
    { name: 'Handler, cold', of: report.durationMs.cold },
    { name: 'Handler, warm', of: report.durationMs.warm },
  ]
  return <Table caption="Durations" columns={COLUMNS} rows={rows} rowKey={(row) => row.name} />
}
