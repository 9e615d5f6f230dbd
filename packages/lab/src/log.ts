import { unixMs } from '@thermocline/wire'
import type { UnixMs } from '@thermocline/wire'

/** One line of a container's log stream. `platform` lines are Lambda's own: START, END, REPORT, ... */
export interface LogLine {
  readonly time: UnixMs
  readonly source: 'stdout' | 'stderr' | 'platform'
  readonly text: string
}

export interface Log {
  add(source: LogLine['source'], text: string): void
  /** Oldest first. */
  lines(): readonly LogLine[]
}

// A demo runs for days: the lab must not be the thing that leaks.
const MOST_LINES = 2000

/** A log that keeps its newest 2,000 lines. */
export function keepLog(now: () => number): Log {
  let lines: LogLine[] = []
  return {
    add(source, text) {
      lines.push({ time: unixMs(now()), source, text })
      if (lines.length >= 2 * MOST_LINES) lines = lines.slice(-MOST_LINES)
    },
    lines: () => lines.slice(-MOST_LINES),
  }
}
