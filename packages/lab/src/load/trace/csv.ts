import { ThermoclineError } from '@thermocline/wire'
import type { TraceFile } from './trace.ts'

/** One line of a table, by its column names. */
export interface Row {
  readonly source: string
  /** 1-based, the header being line 1. */
  readonly line: number
  readonly fields: Readonly<Record<string, string>>
}

/** The rows of a table with a header; fields may be quoted. Throws `bad_log` for a row of another length. */
export function readCsv({ name: source, text }: TraceFile): Row[] {
  const [, ...lines] = text.split(/\r?\n/)
  const columns = columnNames(text)
  return lines.flatMap((content, index) => {
    if (content === '') return []
    const line = index + 2
    const values = split(content)
    if (values === null) throw badRow({ source, line }, 'must close every quoted field')
    if (values.length !== columns.length)
      throw badRow({ source, line }, `must have ${columns.length} fields, got ${values.length}`)
    return [{ source, line, fields: Object.fromEntries(columns.map((column, at) => [column, values[at]!])) }]
  })
}

/** The column names a text begins with, were it a table. */
export function columnNames(text: string): readonly string[] {
  const [, header = ''] = /^\u{feff}?([^\r\n]*)/u.exec(text) ?? []
  return split(header) ?? []
}

/** The text in this column; throws `bad_log` when it is missing. */
export function textIn(row: Row, name: string): string {
  const value = row.fields[name]
  if (value !== undefined) return value
  throw badRow(row, `must have a column ${name}`)
}

/** The number in this column, 0 or more; throws `bad_log` when there is none. */
export function numberIn(row: Row, name: string): number {
  const text = textIn(row, name)
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value
  throw badRow(row, `must have a number of 0 or more as ${name}, got ${JSON.stringify(text)}`)
}

/** The whole number in this column, 0 or more; throws `bad_log` when there is none. */
export function wholeIn(row: Row, name: string): number {
  const value = numberIn(row, name)
  if (Number.isSafeInteger(value)) return value
  throw badRow(row, `must have a whole number as ${name}, got ${value}`)
}

/** `bad_log` naming the line: "line 3 of calls.csv must have 4 fields, got 2". */
export function badRow({ source, line }: Pick<Row, 'source' | 'line'>, what: string): ThermoclineError {
  return new ThermoclineError('bad_log', `line ${line} of ${source} ${what}`)
}

/** `null` where a quoted field has no end. */
function split(line: string): string[] | null {
  if (!line.includes('"')) return line.split(',')
  const fields: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y
  for (;;) {
    const found = field.exec(line)
    if (found === null) return null
    const [, quoted, plain, separator] = found
    fields.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (separator === '') return fields
  }
}
