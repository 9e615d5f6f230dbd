import { ThermoclineError } from '@thermocline/wire'
import type { LogEvent, ParsedLog, TextFacts } from '../importers.ts'
import { isTimestampMs } from '../timestamp.ts'
import type { UnparsedExample } from '../unparsed.ts'
import { jsonDocuments } from './json-documents.ts'

// What the formats of AWS's own interfaces have in common: JSON documents with lists of {timestamp, message}.

export type Fields = Readonly<Record<string, unknown>>

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

export function excerpt(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120)
}

const HEAD_CHARACTERS = 65_536

/** Whether it begins as JSON does, and early has something like this. Broken files are recognised too. */
export function beginsWith(text: string, pattern: RegExp): boolean {
  // Two runs of blanks with nothing certain between them would share out 64 KB of blanks for 14 s.
  return /^\ufeff?\s*(?:\[\s*)?\{/.test(text) && pattern.test(text.slice(0, HEAD_CHARACTERS))
}

/** Documents that stand one after the other, or in an array, as a loop over pages leaves them. Throws `bad_log`. */
export function documentsOf(text: string): unknown[] {
  return jsonDocuments(text).flatMap((document) =>
    Array.isArray(document) ? (document as unknown[]) : [document],
  )
}

/** Reads each document; its place is told where there are several. */
export function readDocuments(
  text: string,
  read: (document: unknown, prefix: string, parsed: Parsed) => void,
): ParsedLog {
  const documents = documentsOf(text)
  const parsed: Parsed = { events: [], broken: [] }
  documents.forEach((document, index) =>
    read(document, documents.length === 1 ? '' : `page ${index + 1}, `, parsed),
  )
  return parsed
}

export interface Parsed {
  readonly events: LogEvent[]
  readonly broken: UnparsedExample[]
}

/** What stands around an event in place of in it. */
type Around = Partial<Pick<LogEvent, 'stream' | 'logGroup' | 'account'>>

/** Each of a list, as an event or as what is none. Throws `bad_log` where there is no list. */
export function readEntries(
  page: unknown,
  name: string,
  prefix: string,
  parsed: Parsed,
  around: Around = {},
): void {
  const entries = fieldsOf(page)[name]
  if (!Array.isArray(entries)) {
    throw new ThermoclineError(
      'bad_log',
      `${prefix}a page must be an object with "${name}", an array, got ${excerpt(page)}`,
    )
  }
  entries.forEach((entry: unknown, index) => {
    const place = `${prefix}${name}[${index}]`
    const event = readEvent(entry, place, around)
    if (typeof event === 'string') parsed.broken.push({ place, message: excerpt(entry), reason: event })
    else parsed.events.push(event)
  })
}

/** The event, or why it is none. */
function readEvent(entry: unknown, place: string, around: Around): LogEvent | string {
  const { logStreamName, timestamp: timestampMs, message } = fieldsOf(entry)
  const stream = around.stream ?? logStreamName
  if (typeof stream !== 'string' || stream === '') return 'logStreamName is missing'
  if (!isTimestampMs(timestampMs)) return 'timestamp must be whole milliseconds since 1970'
  if (typeof message !== 'string') return 'message must be a string'
  return { ...around, place, stream, timestampMs, message }
}

/** The stream that whoever has the text named. Throws `bad_log` where nobody did. */
export function wantedStream({ logStream }: TextFacts, format: string): string {
  if (logStream !== undefined) return logStream
  throw new ThermoclineError(
    'bad_log',
    `${format} does not say which log stream it is from: name it with --log-stream, such as '2026/08/08/[$LATEST]72ff...'`,
  )
}
