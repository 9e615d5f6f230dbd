import { unixUs } from '@thermocline/wire'
import { beforeAll, expect, test } from 'vitest'
import type { FunctionEntry, JournalEntry } from '../src/journal/entry.ts'
import { explain } from '../src/journal/explain.ts'
import { readJournal } from '../src/journal/read.ts'
import { sameDecisions } from '../src/replay/differences.ts'
import { replay } from '../src/replay/replay.ts'
import { livedThrough } from './journal-live.ts'

let journal: JournalEntry[]
beforeAll(async () => {
  journal = await livedThrough()
}, 60_000)

test('everything that a container can meet was met by a real one, and its journal reads back as it was', () => {
  const met = [...new Set(journal.map(wordOf))]
  expect(met).toEqual(expect.arrayContaining(LIVED))
  expect(readJournal(journal.map((entry) => `${JSON.stringify(entry)}\n`).join(''))).toEqual(journal)
})

test('what a real lab decided, its journal replayed on a virtual clock decides again, to the microsecond', () => {
  expect(sameDecisions(journal, replay(journal))).toEqual([])
})

test('a microsecond that is told otherwise is found', () => {
  const place = journal.findIndex(({ kind }) => kind === 'frozen')
  const entry = journal[place]!
  const changed = journal.with(place, { ...entry, at: unixUs(entry.at + 1) })
  expect(sameDecisions(changed, replay(changed))).toEqual([
    expect.stringMatching(
      /decision \d+: recorded at .* container \d+ frozen; replayed at .* container \d+ frozen$/,
    ),
  ])
})

test('every container of it is explained by its log stream, with its cause, its invocations and its end', () => {
  for (const { made, ran, ended } of containersOf(journal)) {
    const text = explain(journal, made.logStream)
    expect(text).toContain(`container ${made.container} of ${made.function}, ${made.logStream}\n`)
    expect(text).toContain(`(${made.cause})\n`)
    for (const { requestId, start } of ran) expect(text).toContain(` ${requestId} ${start}, `)
    expect(text).toContain(`(${ended!.reason}), after `)
    expect(explain(journal, made.logStream!.slice(-8))).toBe(text)
  }
})

test('every request of it is explained, with the container it met or why it met none', () => {
  const arrived = journal.filter((entry) => entry.kind === 'arrived')
  expect(arrived.length).toBeGreaterThan(15)
  for (const { requestId, function: name } of arrived) {
    const text = explain(journal, requestId)
    const placed = journal.find((entry) => entry.kind === 'placed' && entry.requestId === requestId)
    expect(text).toContain(`request ${requestId} of ${name}\n`)
    expect(text).toContain(
      placed?.kind === 'placed' ? ` in container ${placed.container}, ` : '  placed     nowhere',
    )
  }
})

interface Told {
  readonly made: JournalEntry & Extract<FunctionEntry, { kind: 'made' }>
  readonly ran: readonly Extract<JournalEntry, { kind: 'placed' }>[]
  readonly ended: Extract<JournalEntry, { kind: 'ended' }> | undefined
}

function containersOf(entries: readonly JournalEntry[]): Told[] {
  return entries
    .filter((entry) => entry.kind === 'made')
    .map((made) => {
      const own = entries.filter(
        (entry) =>
          'container' in entry && entry.container === made.container && entry.function === made.function,
      )
      const ran = own.filter((entry) => entry.kind === 'placed')
      return { made, ran, ended: own.find((entry) => entry.kind === 'ended') }
    })
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
  const more =
    'cause' in entry ? entry.cause : 'reason' in entry ? entry.reason : 'start' in entry ? entry.start : ''
  const outcome = 'outcome' in entry ? entry.outcome : ''
  return [entry.function, entry.kind, more, outcome].filter((word) => word !== '').join(' ')
}
