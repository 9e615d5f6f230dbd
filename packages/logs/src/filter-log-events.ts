import { ThermoclineError } from '@thermocline/wire'
import type { Importer, LogEvent, ParsedLog } from './importers.ts'
import { jsonDocuments } from './json-documents.ts'
import { isTimestampMs } from './timestamp.ts'
import type { UnparsedExample } from './unparsed.ts'

/**
 * What `aws logs filter-log-events` prints: `{events: [{logStreamName, timestamp, message, ...}], ...}`; several such
 * documents one after the other, or in an array, as a loop over pages leaves them.
 */
export const filterLogEvents: Importer = {
  name: 'filter-log-events',
  sniff: (text) =>
    // Two runs of blanks with nothing certain between them would share out 64 KB of blanks for 14 s.
    /^\s*(?:\[\s*)?\{/.test(text) &&
    /"(events|searchedLogStreams)"\s*:\s*\[/.test(text.slice(0, HEAD_CHARACTERS)),
  parse(text) {
    const pages = jsonDocuments(text).flatMap(
      (document) => (Array.isArray(document) ? document : [document]) as unknown[],
    )
    const events: LogEvent[] = []
    const broken: UnparsedExample[] = []
    pages.forEach((page, index) =>
      readPage(page, pages.length === 1 ? '' : `page ${index + 1}, `, events, broken),
    )
    return { events, broken } satisfies ParsedLog
  },
}

const HEAD_CHARACTERS = 65_536

function readPage(page: unknown, prefix: string, events: LogEvent[], broken: UnparsedExample[]): void {
  const entries = fieldsOf(page)['events']
  if (!Array.isArray(entries)) {
    throw new ThermoclineError(
      'bad_log',
      `${prefix}a page must be an object with "events", an array, got ${excerpt(page)}`,
    )
  }
  entries.forEach((entry: unknown, index) => {
    const place = `${prefix}events[${index}]`
    const event = readEvent(entry, place)
    if (typeof event === 'string') broken.push({ place, message: excerpt(entry), reason: event })
    else events.push(event)
  })
}

/** The event, or why it is none. */
function readEvent(entry: unknown, place: string): LogEvent | string {
  const { logStreamName: stream, timestamp: timestampMs, message } = fieldsOf(entry)
  if (typeof stream !== 'string' || stream === '') {
    return 'logStreamName is missing (get-log-events does not print it: use filter-log-events)'
  }
  if (!isTimestampMs(timestampMs)) return 'timestamp must be whole milliseconds since 1970'
  if (typeof message !== 'string') return 'message must be a string'
  return { place, stream, timestampMs, message }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function excerpt(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120)
}
