import type { JSX } from 'preact'
import { count } from '../format.ts'

/** The part of a list that a page shows, and how many pages there are; `page` beyond the end shows the last. */
export function pageOf<Row>(
  rows: readonly Row[],
  page: number,
  size: number,
): { readonly rows: readonly Row[]; readonly pages: number; readonly page: number } {
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const shown = Math.min(Math.max(1, page), pages)
  return { rows: rows.slice((shown - 1) * size, shown * size), pages, page: shown }
}

/** Links to the pages before and after. Nothing when one page holds all. */
export function Pager(props: {
  readonly page: number
  readonly pages: number
  readonly of: string
  readonly hrefOf: (page: number) => string
}): JSX.Element | null {
  const { page, pages } = props
  if (pages <= 1) return null
  return (
    <nav class="pager" aria-label={`Pages of ${props.of}`}>
      {page > 1 ? <a href={props.hrefOf(page - 1)}>Previous</a> : <span aria-disabled="true">Previous</span>}
      <span>
        Page {count(page)} of {count(pages)}
      </span>
      {page < pages ? <a href={props.hrefOf(page + 1)}>Next</a> : <span aria-disabled="true">Next</span>}
    </nav>
  )
}
