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
const MOST_CHARACTERS = 4_000_000

/** A log that keeps its newest lines, 2,000 or 4 million characters, and hands every one on. */
export function keepLog(format: LogFormat, handOn: (event: StreamEvent) => void): Log {
  let lines: LogLine[] = []
  let characters = 0

  function shed(): void {
    let from = Math.max(0, lines.length - MOST_LINES)
    characters = lines.slice(from).reduce((sum, { text }) => sum + text.length, 0)
    for (; characters > MOST_CHARACTERS; from++) characters -= lines[from]!.text.length
    lines = lines.slice(from)
  }

  return {
    add(event) {
      const { time, type } = event
      const source = type === 'function' || type === 'extension' ? type : 'platform'
      for (const written of streamEvents([event], format)) {
        const text = written.message.replace(/\n$/, '')
        lines.push({ time, source, text })
        characters += text.length
        handOn(written)
      }
      if (lines.length >= 2 * MOST_LINES || characters >= 2 * MOST_CHARACTERS) shed()
    },
    lines: () => lines.slice(-MOST_LINES),
  }
}
