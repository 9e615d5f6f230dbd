import type { Analyzer } from '@thermocline/analyzer'
import { filterLogEvents } from '@thermocline/lab'
import type { LoggedEvent, LogStream } from '@thermocline/lab'
import { readLogs } from '@thermocline/logs'

/** Reads what functions log into the analyzer, as an import of their logs would. */
export interface LogFeed {
  take(event: LoggedEvent): void
  flush(): void
  close(): void
}

const FLUSH_MS = 500
const MOST_WAITING = 5000

/** `onFailure` is told once what the analyzer could not take; then nothing more is read into it. */
export function openLogFeed(
  analyzer: Pick<Analyzer, 'ingest'>,
  onFailure: (error: unknown) => void,
): LogFeed {
  let waiting: LoggedEvent[] = []
  let timer: NodeJS.Timeout | null = null
  let failed = false

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const groups = Map.groupBy(waiting.splice(0), ({ logGroup }) => logGroup)
    if (failed) return
    try {
      for (const [logGroup, events] of groups)
        analyzer.ingest(readLogs(filterLogEvents(toStreams(logGroup, events)), { logGroup }).intake)
    } catch (error) {
      failed = true
      onFailure(error)
    }
  }

  return {
    take(event) {
      waiting.push(event)
      if (waiting.length >= MOST_WAITING) flush()
      else timer ??= setTimeout(flush, FLUSH_MS)
    },
    flush,
    close() {
      flush()
      waiting = []
    },
  }
}

function toStreams(logGroup: string, events: readonly LoggedEvent[]): LogStream[] {
  const streams = Map.groupBy(events, ({ logStream }) => logStream)
  return [...streams].map(([logStream, own]) => ({ logGroup, logStream, events: own }))
}
