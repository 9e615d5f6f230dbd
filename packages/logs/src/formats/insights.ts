import { parse } from 'csv-parse/sync'
import { ThermoclineError } from '@thermocline/wire'
import type { Importer, LogEvent, ParsedLog, TextFacts } from '../importers.ts'
import { isTimestampMs } from '../timestamp.ts'
import type { UnparsedExample } from '../unparsed.ts'
import { beginsWith, documentsOf, excerpt, fieldsOf, wantedStream } from './entries.ts'

// Results of CloudWatch Logs Insights: rows of the fields that a query asked for. Needed are @timestamp and @message;
// @logStream says the container, and @log the account and the log group.

/** What the console's export gives: a header, then a row an event. */
export const insightsCsv: Importer = {
  name: 'insights-csv',
  sniff: (text) =>
    /^\ufeff?[^\n]*@(?:timestamp|message)\b[^\n]*(?:\n|$)/.test(text) && !/^\ufeff?\s*[[{]/.test(text),
  parse(text, facts) {
    const rows = csvRows(text)
    return readRows(rows, facts, 'insights-csv', (index) => `row ${index + 1}`)
  },
}

/** What `aws logs get-query-results` prints: `{results: [[{field, value}, ...], ...], status}`. */
export const queryResults: Importer = {
  name: 'get-query-results',
  sniff: (text) => beginsWith(text, /"results"\s*:\s*\[/),
  parse(text, facts) {
    const rows = documentsOf(text).flatMap((document) => {
      const { results } = fieldsOf(document)
      if (Array.isArray(results)) return (results as unknown[]).map(rowOf)
      throw new ThermoclineError('bad_log', `results must be an array, got ${excerpt(document)}`)
    })
    return readRows(rows, facts, 'get-query-results', (index) => `results[${index}]`)
  },
}

type Row = Readonly<Record<string, unknown>>

function csvRows(text: string): Row[] {
  try {
    return parse<Row>(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
    })
  } catch (error) {
    throw new ThermoclineError('bad_log', `insights-csv must be CSV, got: ${(error as Error).message}`)
  }
}

function rowOf(result: unknown): Row {
  const fields = Array.isArray(result) ? (result as unknown[]).map(fieldsOf) : []
  return Object.fromEntries(fields.map(({ field, value }) => [String(field), value]))
}

function readRows(
  rows: readonly Row[],
  facts: TextFacts,
  format: string,
  placeOf: (index: number) => string,
): ParsedLog {
  const events: LogEvent[] = []
  const broken: UnparsedExample[] = []
  rows.forEach((row, index) => {
    const place = placeOf(index)
    const read = readRow(row, facts, format)
    if (typeof read === 'string') broken.push({ place, message: excerpt(row), reason: read })
    else events.push({ ...read, place })
  })
  return { events, broken }
}

function readRow(row: Row, facts: TextFacts, format: string): Omit<LogEvent, 'place'> | string {
  const { '@timestamp': time, '@message': message, '@logStream': stream, '@log': log } = row
  const timestampMs = timeOf(time)
  if (timestampMs === undefined)
    return '@timestamp must be a time such as 2026-08-08 10:00:00.000: ask for it in the query'
  if (typeof message !== 'string') return '@message is missing: ask for it in the query'
  return {
    stream:
      typeof stream === 'string' && stream !== ''
        ? stream
        : wantedStream(facts, `${format} without @logStream`),
    timestampMs,
    message,
    ...ofLog(log),
  }
}

/** In UTC, without saying so; some exports have milliseconds since 1970. */
function timeOf(time: unknown): number | undefined {
  const text = String(time)
  const ms = /^\d{12,14}$/.test(text) ? Number(text) : Date.parse(`${text.replace(' ', 'T')}Z`)
  return isTimestampMs(ms) ? ms : undefined
}

/** `123456789012:/aws/lambda/orders`. */
function ofLog(log: unknown): { account?: string; logGroup?: string } {
  const match = /^(\d{12}):(.+)$/.exec(typeof log === 'string' ? log : '')
  if (match === null) return {}
  const [, account = '', logGroup = ''] = match
  return { account, logGroup }
}
