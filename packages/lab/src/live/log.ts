import type { UnixMs } from '@thermocline/wire'
import { streamEvents } from '../export/log-stream.ts'
import type { LogFormat, StreamEvent } from '../export/log-stream.ts'
import type { PlatformEvent } from '../platform/event.ts'

/** One line of a container's log stream. `platform` lines are Lambda's own: START, END, REPORT, ... */
export interface LogLine {
  readonly time: UnixMs
  readonly source: 'function' | 'extension' | 'platform'
  readonly text: string
}

export interface Log {
  /** Writes what CloudWatch would have of this event. */
  add(event: PlatformEvent): void
  /** Oldest first. */
  lines(): readonly LogLine[]
}

// A demo runs for days: the lab must not be the thing that leaks.
const MOST_LINES = 2000

/** A log that keeps its newest 2,000 lines and hands every one on. */
export function keepLog(format: LogFormat, handOn: (event: StreamEvent) => void): Log {
  let lines: LogLine[] = []
  return {
    add(event) {
      const { time, type } = event
      const source = type === 'function' || type === 'extension' ? type : 'platform'
      for (const written of streamEvents([event], format)) {
        lines.push({ time, source, text: written.message.replace(/\n$/, '') })
        handOn(written)
      }
      if (lines.length >= 2 * MOST_LINES) lines = lines.slice(-MOST_LINES)
    },
    lines: () => lines.slice(-MOST_LINES),
  }
}
