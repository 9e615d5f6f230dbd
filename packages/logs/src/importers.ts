import type { OtlpReading } from '@thermocline/otlp'
import { filterLogEvents, getLogEvents } from './formats/cli-pages.ts'
import { firehose, kinesis, subscription } from './formats/deliveries.ts'
import { insightsCsv, queryResults } from './formats/insights.ts'
import { liveTail } from './formats/live-tail.ts'
import { otlpLines } from './formats/otlp-lines.ts'
import { awsTail, consoleCopy, s3Export, samLogs } from './formats/timed-lines.ts'
import { telemetryEvents } from './formats/telemetry.ts'
import type { UnparsedExample } from './unparsed.ts'

/** One log event, whatever it was wrapped in. */
export interface LogEvent {
  /** Where in the file. */
  readonly place: string
  /** Full log stream name: the container. */
  readonly stream: string
  readonly timestampMs: number
  readonly message: string
  /** Where the file says them; a log group names the function. */
  readonly logGroup?: string
  readonly account?: string
}

export interface ParsedLog {
  readonly events: readonly LogEvent[]
  /** Entries that are no event. */
  readonly broken: readonly UnparsedExample[]
  /** Spans that stand in the file as such. */
  readonly spans?: readonly OtlpReading[]
}

/** What is known of a text from outside it. */
export interface TextFacts {
  /** Of the formats that do not say it: the stream that all events are from. */
  readonly logStream?: string | undefined
  /** Of the file; an S3 export names its stream there alone. */
  readonly path?: string | undefined
}

/** One shape in which people have their CloudWatch logs. */
export interface Importer {
  readonly name: string
  /** Whether the text is of this shape, by its beginning alone: a broken file is still recognised. */
  sniff(text: string): boolean
  /** Throws `bad_log`, with the place, where the text is broken as a whole, or needs a stream that nobody named. */
  parse(text: string, facts: TextFacts): ParsedLog
}

/** Every shape that is understood; the first that recognises a text reads it. */
export const IMPORTERS: readonly Importer[] = [
  telemetryEvents,
  otlpLines,
  filterLogEvents,
  getLogEvents,
  subscription,
  kinesis,
  firehose,
  liveTail,
  queryResults,
  insightsCsv,
  samLogs,
  awsTail,
  consoleCopy,
  s3Export,
]
