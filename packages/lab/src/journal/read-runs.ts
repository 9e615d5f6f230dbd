import { ThermoclineError } from '@thermocline/wire'
import type { FunctionEntry, JournalEntry, Opened } from './entry.ts'

/** One function from its `opened` on: containers are counted anew when another lab goes on in the same journal. */
export interface Run {
  readonly function: string
  readonly opened: Opened
  /** `opened` and all after it, in order. */
  readonly entries: readonly FunctionEntry[]
}

/** The runs in a journal, in the order they began. Throws `bad_log` for a function whose first entry is no `opened`. */
export function runsOf(entries: readonly JournalEntry[]): Run[] {
  const runs: (Run & { readonly entries: FunctionEntry[] })[] = []
  const newest = new Map<string, FunctionEntry[]>()
  for (const entry of entries) {
    if (entry.kind === 'opened') {
      const own: FunctionEntry[] = []
      newest.set(entry.function, own)
      runs.push({ function: entry.function, opened: entry, entries: own })
    }
    const own = newest.get(entry.function)
    if (own === undefined)
      throw new ThermoclineError(
        'bad_log',
        `the first line of ${entry.function} in the journal must be its "opened", got ${entry.kind}`,
      )
    own.push(entry)
  }
  return runs
}
