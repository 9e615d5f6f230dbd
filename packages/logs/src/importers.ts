import { filterLogEvents } from './filter-log-events.ts'
import type { UnparsedExample } from './unparsed.ts'

/** One log event, whatever it was wrapped in. */
export interface LogEvent {
  /** Where in the file. */
  readonly place: string
  /** Full log stream name: the container. */
  readonly stream: string
  readonly timestampMs: number
  readonly message: string
}

export interface ParsedLog {
  readonly events: readonly LogEvent[]
  /** Entries that are no event. */
  readonly broken: readonly UnparsedExample[]
}

/** One shape in which people have their CloudWatch logs. */
export interface Importer {
  readonly name: string
  /** Whether the text is of this shape, by its beginning alone: a broken file is still recognised. */
  sniff(text: string): boolean
  /** Throws `bad_log`, with the place, where the text is broken as a whole. */
  parse(text: string): ParsedLog
}

/** Every shape that is understood; the first that recognises a text reads it. */
export const IMPORTERS: readonly Importer[] = [filterLogEvents]
