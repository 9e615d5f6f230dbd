import { expect, test } from 'vitest'
import type { JournalEntry } from '../src/journal/entry.ts'
import { explain } from '../src/journal/explain.ts'
import { readJournal } from '../src/journal/read.ts'
import { sameDecisions } from '../src/journal/replay-differences.ts'
import { replay } from '../src/journal/replay.ts'
import { livedThrough } from './journal-live.ts'

test('what a real lab decided, its journal replayed on a virtual clock decides again, to the microsecond', async () => {
  const recorded = await livedThrough()
  const read = readJournal(recorded.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  expect(read).toEqual(recorded)
  expect(new Set(recorded.map(wordOf))).toEqual(new Set([...new Set(recorded.map(wordOf)), ...LIVED]))
  expect(sameDecisions(read, replay(read))).toEqual([])

  explainsWhatItTells(read)
}, 30_000)

// Nothing it says may contradict what it is said of.
function explainsWhatItTells(journal: readonly JournalEntry[]): void {
  console.log(explain(journal))
  for (const e of journal) if (e.kind === 'made') console.log(explain(journal, e.logStream!))
  for (const e of journal) if (e.kind === 'arrived') console.log(explain(journal, e.requestId))
}

/** What must have happened in it. */
const LIVED = [
  'plain made first',
  'plain made scale_out',
  'plain made deploy',
  'plain made config',
  'plain made idle_expiry',
  'plain throttled concurrency',
  'plain finished timeout',
  'plain finished crashed',
  'plain finished error',
  'plain reset',
  'plain placed reinit',
  'plain ended deploy',
  'plain ended idle',
  'tenants made first',
  'tenants placed warm',
  'provisioned placed provisioned',
  'provisioned made scale_out',
  'provisioned ended reduced',
  'shared throttled scale_rate',
  'gone lost',
  'gone ended failed',
  'gone stopped',
]

function wordOf(entry: JournalEntry): string {
  const more = 'cause' in entry ? entry.cause : 'reason' in entry ? entry.reason : 'start' in entry ? entry.start : ''
  const outcome = 'outcome' in entry ? entry.outcome : ''
  return [entry.function, entry.kind, more, outcome].filter((word) => word !== '').join(' ')
}
