import { requireOneLogGroup } from './log-stream.ts'
import type { LogStream } from './log-stream.ts'
import { storedEvents } from './stored-events.ts'

/**
 * What `aws logs filter-log-events` prints of a log group, all its pages in one: the events of all streams by time.
 * Throws `bad_argument` for streams of several log groups, since the command takes one.
 */
export function filterLogEvents(streams: readonly LogStream[]): string {
  requireOneLogGroup('streams of filter-log-events', streams)
  const events = streams.flatMap(eventsOf).toSorted((one, other) => compare(one.eventId, other.eventId))
  return `${JSON.stringify({ events, searchedLogStreams: [] }, null, 4)}\n`
}

// The order of the fields is the command's own.
function eventsOf(stream: LogStream): FilteredEvent[] {
  return storedEvents(stream).map(({ id, timestamp, message, ingestionTime }) => ({
    logStreamName: stream.logStream,
    timestamp,
    message,
    ingestionTime,
    eventId: id,
  }))
}

interface FilteredEvent {
  readonly logStreamName: string
  readonly timestamp: number
  readonly message: string
  readonly ingestionTime: number
  readonly eventId: string
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
