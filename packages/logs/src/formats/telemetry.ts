import { ThermoclineError } from '@thermocline/wire'
import type { Importer, LogEvent, ParsedLog } from '../importers.ts'
import { isTimestampMs } from '../timestamp.ts'
import type { UnparsedExample } from '../unparsed.ts'
import { documentsOf, excerpt, fieldsOf, wantedStream } from './entries.ts'

/**
 * Events of Lambda's Telemetry API, as an extension gets them: `{time, type, record}`, in arrays or one after the other.
 * They do not say which stream they are of: one file is one container's.
 */
export const telemetryEvents: Importer = {
  name: 'telemetry-events',
  sniff: (text) =>
    /^\ufeff?\s*(?:\[\s*)?\{\s*"(?:time|timestamp)"\s*:\s*"[^"]*"\s*,\s*"(?:type|level)"\s*:\s*"/.test(text),
  parse(text, facts) {
    const events: LogEvent[] = []
    const broken: UnparsedExample[] = []
    const documents = documentsOf(text)
    const stream = facts.logStream ?? instanceOf(documents) ?? wantedStream(facts, 'telemetry-events')
    documents.forEach((document, index) => {
      const place = `event ${index + 1}`
      const read = readEvent(document)
      if (typeof read === 'string') broken.push({ place, message: excerpt(document), reason: read })
      else events.push({ ...read, place, stream })
    })
    return { events, broken } satisfies ParsedLog
  },
}

// The nearest thing to an official id of a container; several in one file would be mixed up.
function instanceOf(documents: readonly unknown[]): string | undefined {
  const found = new Set<string>()
  for (const document of documents) {
    const { instanceId } = fieldsOf(fieldsOf(document)['record'])
    if (typeof instanceId === 'string') found.add(instanceId)
  }
  if (found.size > 1) {
    throw new ThermoclineError(
      'bad_log',
      `telemetry-events must be of one container, got the instance ids ${[...found].slice(0, 3).join(', ')}`,
    )
  }
  return [...found][0]
}

/** The event as a line of a JSON log, or why it is none. */
function readEvent(document: unknown): Pick<LogEvent, 'timestampMs' | 'message'> | string {
  const { time, timestamp = time, type, record } = fieldsOf(document)
  const timestampMs = Date.parse(typeof timestamp === 'string' ? timestamp : '')
  if (!isTimestampMs(timestampMs)) return 'time must be a time from 1970 to 2255'
  const isLine = (type === 'function' || type === 'extension') && typeof record === 'string'
  return { timestampMs, message: isLine ? record : JSON.stringify(document) }
}
