import { ThermoclineError, unixMs } from '@thermocline/wire'
import type { UnixMs } from '@thermocline/wire'
import type { PlatformEvent } from '../platform/event.ts'
import { jsonLines } from '../platform/json.ts'
import type { SystemLogLevel } from '../platform/levels.ts'
import { textLines } from '../platform/text.ts'

/** What one container has in CloudWatch. */
export interface LogStream {
  readonly logGroup: string
  readonly logStream: string
  /** In the order they were written. */
  readonly events: readonly StreamEvent[]
}

export interface StreamEvent {
  readonly timestamp: UnixMs
  /** With its line end, where it came with one. */
  readonly message: string
}

/** One event, with the stream it is in. */
export interface LoggedEvent extends StreamEvent {
  readonly logGroup: string
  readonly logStream: string
}

/** A function's LoggingConfig, as far as it decides what is in the log. */
export type LogFormat =
  | { readonly format: 'Text' }
  | { readonly format: 'JSON'; readonly systemLevel: SystemLogLevel }

/** What CloudWatch has of these platform events. */
export function streamEvents(events: readonly PlatformEvent[], format: LogFormat): StreamEvent[] {
  return events.flatMap((event) => {
    const lines = format.format === 'Text' ? textLines(event) : jsonLines(event, format)
    const lineEnd = lineEndOf(event, format)
    return lines.map((line) => ({ timestamp: unixMs(Math.floor(event.time)), message: line + lineEnd }))
  })
}

/** Lambda's JSON is the one thing that CloudWatch has without a line end. */
function lineEndOf({ type }: PlatformEvent, { format }: LogFormat): string {
  return format === 'JSON' && type.startsWith('platform.') ? '' : '\n'
}

/** Throws `bad_argument` unless all are of one log group, which is all that `what` takes. */
export function requireOneLogGroup(what: string, streams: readonly LogStream[]): void {
  const groups = [...new Set(streams.map((stream) => stream.logGroup))]
  if (groups.length <= 1) return
  throw new ThermoclineError('bad_argument', `${what} must be of one log group, got ${groups.join(' and ')}`)
}
