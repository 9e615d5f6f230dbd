import { closeSync, writeSync } from 'node:fs'
import { ThermoclineError } from '@thermocline/wire'
import type { JournalEntry } from './entry.ts'
import { openToAppend } from './file-append.ts'

/** A journal on disk. */
export interface JournalFile {
  /** Keeps the entry; it is in the file within 100 ms. */
  write(entry: JournalEntry): void
  /** Puts what is kept into the file at once. */
  flush(): void
  /** The same, and closes the file. Throws `lab_failed` when the file lacks lines, as on a full disk. */
  close(): void
}

/**
 * Opens a journal to go on with, or makes one. Lines are written whole, so a kill cuts at most the last one, which the
 * next to open the file takes off. When a line cannot be written, a process warning with the code `lab_journal_lost`
 * says so, and no more lines follow: a journal with a gap would be a lie. Throws `bad_argument` for a file that is no
 * journal or cannot be opened.
 */
export function openJournalFile(path: string): JournalFile {
  const file = openToAppend(path)
  let kept: string[] = []
  let keptBytes = 0
  let timer: NodeJS.Timeout | null = null
  let state: 'open' | 'failed' | 'closed' = 'open'

  function write(entry: JournalEntry): void {
    if (state !== 'open') return
    const line = `${JSON.stringify(entry)}\n`
    kept.push(line)
    keptBytes += line.length
    if (keptBytes >= MOST_KEPT) flush()
    // Not unref'd: a process that ends by itself leaves a whole journal behind.
    else timer ??= setTimeout(flush, FLUSH_MS)
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (kept.length === 0 || state !== 'open') return
    const lines = Buffer.from(kept.join(''))
    kept = []
    keptBytes = 0
    try {
      // Written in place: a line handed to another thread would be lost with the process.
      writeAll(file, lines)
    } catch (error) {
      state = 'failed'
      process.emitWarning(lostLines(path, error), { code: 'lab_journal_lost' })
    }
  }

  return {
    write,
    flush,
    close() {
      flush()
      if (state === 'closed') return
      const failed = state === 'failed'
      state = 'closed'
      closeSync(file)
      if (failed) throw new ThermoclineError('lab_failed', lostLines(path))
    },
  }
}

const FLUSH_MS = 100
const MOST_KEPT = 64 * 1024

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

function lostLines(path: string, error?: unknown): string {
  const why = error === undefined ? '' : `: ${(error as Error).message}`
  return `the journal ${path} ends before the lab did, as lines could not be written${why}`
}
