import { ThermoclineError } from '@thermocline/wire'
import type { ErrorCode, Report } from '@thermocline/wire'
import { renderCsv } from './csv.ts'
import { renderHtml } from './html.ts'
import { renderJson } from './json.ts'
import { renderMarkdown } from './markdown.ts'

/** A form a report can take. */
export interface Exporter {
  readonly name: string
  readonly contentType: string
  /** Of a file in this form, without the dot. */
  readonly extension: string
  /** The whole file, as text. */
  readonly render: (report: Report) => string
}

export const EXPORTERS: readonly Exporter[] = [
  { name: 'json', contentType: 'application/json; charset=utf-8', extension: 'json', render: renderJson },
  { name: 'html', contentType: 'text/html; charset=utf-8', extension: 'html', render: renderHtml },
  { name: 'md', contentType: 'text/markdown; charset=utf-8', extension: 'md', render: renderMarkdown },
  {
    name: 'csv',
    contentType: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    render: renderCsv,
  },
]

/** The exporter of that name; throws with `code`, listing the names there are. */
export function exporterNamed(name: string, code: ErrorCode): Exporter {
  const exporter = EXPORTERS.find((entry) => entry.name === name)
  if (exporter !== undefined) return exporter
  const names = EXPORTERS.map((entry) => entry.name).join(', ')
  throw new ThermoclineError(code, `format must be one of ${names}, got ${JSON.stringify(name)}`)
}
