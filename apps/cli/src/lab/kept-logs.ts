import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import type { LogStream, LoggedEvent } from '@thermocline/lab'
import { ThermoclineError } from '@thermocline/wire'
import { logPaths } from './folder.ts'

// A lab runs for days: what it keeps of its logs is bounded, newest last.
const MOST_BYTES = 64 * 1024 * 1024
const FLUSH_MS = 200
const MOST_KEPT = 1000

export interface KeptLogs {
  keep(event: LoggedEvent): void
  close(): void
}

/** Writes what CloudWatch would have into the lab's folder. At least the newest 64 MB of it stay. */
export function openKeptLogs(folder: string): KeptLogs {
  const { current, before } = logPaths(folder)
  let file = openSync(current, 'a', 0o600)
  let bytes = statSync(current).size
  let waiting: string[] = []
  let timer: NodeJS.Timeout | null = null
  let failed = false

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const text = Buffer.from(waiting.join(''))
    waiting = []
    if (failed) return
    try {
      for (let at = 0; at < text.length;) at += writeSync(file, text, at)
      bytes += text.length
      if (bytes > MOST_BYTES) turn()
    } catch (error) {
      // Logs with a gap would be a lie; the lab itself goes on.
      failed = true
      const reason = error instanceof Error ? error.message : String(error)
      process.emitWarning(`no more logs are kept in ${current}: ${reason}`, { code: 'lab_logs_lost' })
    }
  }

  function turn(): void {
    closeSync(file)
    renameSync(current, before)
    file = openSync(current, 'a', 0o600)
    bytes = 0
  }

  return {
    keep(event) {
      waiting.push(`${JSON.stringify(event)}\n`)
      if (waiting.length >= MOST_KEPT) flush()
      else timer ??= setTimeout(flush, FLUSH_MS)
    },
    close() {
      flush()
      closeSync(file)
    },
  }
}

/** The log streams kept in a lab's folder, oldest first; throws `not_found` when there are none. */
export function readKeptLogs(folder: string): LogStream[] {
  const { current, before } = logPaths(folder)
  const lines = [before, current].flatMap((path) => (existsSync(path) ? readLines(path) : []))
  if (lines.length === 0) throw new ThermoclineError('not_found', `no lab has written logs into ${folder}`)
  const streams = Map.groupBy(lines, ({ logStream }) => logStream)
  return [...streams].map(([logStream, events]) => ({
    logGroup: events[0]!.logGroup,
    logStream,
    events: events.map(({ timestamp, message }) => ({ timestamp, message })),
  }))
}

function readLines(path: string): LoggedEvent[] {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean)
  // A lab that was killed may have cut its last line.
  return lines.flatMap((line, index) => {
    try {
      return [JSON.parse(line) as LoggedEvent]
    } catch (error) {
      if (index === lines.length - 1) return []
      throw new ThermoclineError('bad_log', `line ${index + 1} of ${path} must be JSON: ${String(error)}`)
    }
  })
}
