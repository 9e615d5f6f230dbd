import type { ComponentChildren, JSX } from 'preact'
import { type TermId, TERMS } from '../glossary.ts'
import { definitionId } from './explain.tsx'

export interface Column<Row> {
  readonly head: string
  readonly term?: TermId
  readonly numeric?: boolean
  /** Where a click on the head leads, for a column that can be sorted by. */
  readonly sort?: { readonly href: string; readonly now: 'up' | 'down' | null }
  /** The first column names the row. */
  readonly cell: (row: Row) => ComponentChildren
}

interface Props<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly empty?: string
  /** Its last column is long text: on a narrow screen rows become blocks, that text under all else. */
  readonly isWordy?: boolean
  readonly rowKey: (row: Row, index: number) => string | number
}

/** A table that scrolls sideways where it must, with a caption for screen readers. */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty = 'Nothing to show.',
  isWordy = false,
}: Props<Row>): JSX.Element {
  return (
    <div class="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table class={isWordy ? 'wordy' : undefined}>
        <caption>{caption}</caption>
        <thead>
          <tr>{columns.map((column) => Head(column))}</tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={rowKey(row, i)}>{columns.map((column, at) => Cell(column, row, at))}</tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="table-empty">{empty}</p>}
    </div>
  )
}

function Head<Row>(column: Column<Row>): JSX.Element {
  const now = column.sort?.now ?? null
  const explain =
    column.term === undefined
      ? {}
      : { 'data-explain': TERMS[column.term].means, 'aria-describedby': definitionId(column.term) }
  return (
    <th
      key={column.head}
      scope="col"
      class={column.numeric === true ? 'numeric' : undefined}
      aria-sort={now === null ? undefined : now === 'up' ? 'ascending' : 'descending'}
    >
      {column.sort !== undefined ? (
        <a href={column.sort.href} {...explain}>
          {column.head}
          <span aria-hidden="true" class="sort-mark">
            {now === null ? '' : now === 'up' ? '↑' : '↓'}
          </span>
        </a>
      ) : column.term !== undefined ? (
        <button type="button" class="term" {...explain}>
          {column.head}
        </button>
      ) : (
        column.head
      )}
    </th>
  )
}

function Cell<Row>(column: Column<Row>, row: Row, at: number): JSX.Element {
  const kind = column.numeric === true ? 'numeric' : undefined
  if (at > 0)
    return (
      <td key={column.head} class={kind} data-head={column.head}>
        {column.cell(row)}
      </td>
    )
  return (
    <th key={column.head} scope="row" class={kind}>
      {column.cell(row)}
    </th>
  )
}
