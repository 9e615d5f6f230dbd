import { ThermoclineError } from '@thermocline/wire'
import type { JournalEntry } from './entry.ts'
import { flawOf } from './read-entry.ts'

/**
 * The entries of a journal, one JSON object a line, in its order. Blank lines are left out, and so is a last line that
 * was cut off, as by a kill. Throws `bad_log` naming the line, what was wanted and what was met.
 */
export function readJournal(text: string): JournalEntry[] {
  const lines = text.split('\n')
  const check = openOrder()
  const entries: JournalEntry[] = []
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue
    const value = parse(line)
    // An object that was cut off never parses: nothing whole is lost here.
    if (value === undefined && index === lines.length - 1) break
    const flaw = value === undefined ? { path: 'it', wanted: 'JSON', met: line } : flawOf(value)
    if (flaw !== null) throw badLine(index, flaw.path, flaw.wanted, flaw.met)
    check(index, value as JournalEntry)
    entries.push(value as JournalEntry)
  }
  return entries
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Each function's lines begin with `opened`, which has the version, and its moments never go back. */
function openOrder(): (index: number, entry: JournalEntry) => void {
  const latest = new Map<string, number>()
  return (index, { function: name, kind, at }) => {
    const before = latest.get(name)
    if (kind !== 'opened' && before === undefined)
      throw badLine(index, `the first line of ${name}`, 'its "opened"', kind)
    // Another lab may have gone on in the same file, after the clock was set.
    if (kind !== 'opened' && at < before!) throw badLine(index, 'at', `${before} or later`, at)
    latest.set(name, at)
  }
}

function badLine(index: number, path: string, wanted: string, met: unknown): ThermoclineError {
  const got = met === undefined ? 'nothing' : shortened(JSON.stringify(met))
  return new ThermoclineError(
    'bad_log',
    `line ${index + 1} of the journal: ${path} must be ${wanted}, got ${got}`,
  )
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`
}
