import type { Importer, LogEvent, ParsedLog, TextFacts } from '../importers.ts'
import { isTimestampMs } from '../timestamp.ts'
import type { UnparsedExample } from '../unparsed.ts'
import { wantedStream } from './entries.ts'

// Text with a time before each message. What has none goes on with the message before it.

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`
const STREAM = String.raw`(?:\d{4}/\d\d/\d\d/)?[\w.-]*\[[\w$-]+\][0-9a-f]{8,64}`

/** What `aws logs tail` prints: `2026-08-08T10:00:00.123000+00:00 <stream> <message>`. */
export const awsTail: Importer = timedLines(
  'aws-logs-tail',
  `(?<time>${TIME}) (?<stream>${STREAM}) (?<message>.*)`,
)

/** What `sam logs` prints: `<stream> 2026-08-08T10:00:00.123000 <message>`. */
export const samLogs: Importer = timedLines(
  'sam-logs',
  `(?<stream>${STREAM}) (?<time>${TIME}) (?<message>.*)`,
)

/** What is copied out of the console: `2026-08-08T12:00:00.123+02:00<TAB><message>`, of one stream. */
export const consoleCopy: Importer = timedLines('console-copy', `(?<time>${TIME})\\t(?<message>.*)`)

/**
 * An object of an export to S3, `<prefix>/<task>/<stream, - for />/000000.gz`: `2026-08-08T10:00:00.123Z <message>`.
 * `aws logs tail --format short` looks the same.
 */
export const s3Export: Importer = timedLines('s3-export', `(?<time>${TIME}) (?<message>.*)`)

function timedLines(name: string, pattern: string): Importer {
  // CloudWatch has carriage returns within messages.
  const line = new RegExp(`^${pattern}$`, 's')
  return {
    name,
    sniff: (text) => line.test(firstLine(text)),
    parse: (text, facts) => parseLines(text, line, facts, name),
  }
}

// Terminals' colours.
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const COLOURS = /\u001b\[[\d;]*m/g

function firstLine(text: string): string {
  const start = text.slice(0, 65_536).replace(/^[\ufeff\s]+/, '')
  return (start.split('\n', 1)[0] ?? '').replace(COLOURS, '').replace(/\r$/, '')
}

type Open = { -readonly [Field in keyof LogEvent]: LogEvent[Field] }

function parseLines(text: string, pattern: RegExp, facts: TextFacts, format: string): ParsedLog {
  const events: Open[] = []
  const broken: UnparsedExample[] = []
  const fallback = facts.logStream ?? streamOfPath(facts.path)
  text.split('\n').forEach((raw, index) => {
    const line = raw.replace(COLOURS, '').replace(/^\ufeff|\r$/g, '')
    const place = `line ${index + 1}`
    const { time, stream, message } = pattern.exec(line)?.groups ?? {}
    if (time === undefined || message === undefined) return goOn(line, place, events.at(-1), broken)
    const timestampMs = timeOf(time)
    if (!isTimestampMs(timestampMs)) {
      broken.push({ place, message: line, reason: `its time must be one from 1970 to 2255, got ${time}` })
      return undefined
    }
    events.push({ place, stream: stream ?? fallback ?? wantedStream(facts, format), timestampMs, message })
    return undefined
  })
  return { events, broken }
}

function goOn(line: string, place: string, last: Open | undefined, broken: UnparsedExample[]): void {
  if (last) last.message += `\n${line}`
  else if (line.trim() !== '') broken.push({ place, message: line, reason: 'there is no time before it' })
}

/** Without an offset it is UTC, as AWS's tools print it. */
function timeOf(time: string): number {
  const plain = time.replace(',', '.').replace(/(\.\d{3})\d+/, '$1')
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(plain) ? plain : `${plain}Z`)
}

// exportedlogs/<task>/2026-08-08-[$LATEST]72ff.../000000.gz
const EXPORTED = /(?:^|[/\\])(\d{4})-(\d\d)-(\d\d)-([\w.-]*\[[\w$-]+\][0-9a-f]{8,64})[/\\][^/\\]*$/

function streamOfPath(path: string | undefined): string | undefined {
  const [, year, month, day, rest] = EXPORTED.exec(path ?? '') ?? []
  return rest === undefined ? undefined : `${year}/${month}/${day}/${rest}`
}
