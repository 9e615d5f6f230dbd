import { simulate } from '../simulated/simulate.ts'
import type { JournalEntry } from '../journal/entry.ts'
import { runsOf } from '../journal/read-runs.ts'
import type { Run } from '../journal/read-runs.ts'
import { simulationOf } from './simulation.ts'

/**
 * What the simulated Lambda makes of a journal: its arrivals, changes, resets, losses and stops, and the times its
 * inits and invocations took, under its policies. Gives every line again, run by run, each line decided anew. Throws
 * `bad_log` where a function does not begin with `opened`.
 */
export function replay(entries: readonly JournalEntry[]): JournalEntry[] {
  return runsOf(entries).flatMap(replayRun)
}

function replayRun(run: Run): JournalEntry[] {
  const replayed: JournalEntry[] = []
  // Where the journal breaks off, time alone would go on to decide: nothing later than its last line is asked for. What
  // time decides at a moment is decided just after it.
  const until = run.entries.at(-1)!.at + 1
  simulate(simulationOf(run), (entry) => replayed.push({ function: run.function, ...entry }), until)
  return replayed
}
