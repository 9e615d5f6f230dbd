import { expect, test } from 'vitest'
import type { FunctionEntry, JournalEntry } from '../src/journal/entry.ts'
import { readJournal } from '../src/journal/read.ts'
import { isDecision, sameDecisions } from '../src/replay/differences.ts'
import { replay } from '../src/replay/replay.ts'
import type { Decision } from '../src/schedule/decision.ts'
import { seeded, whole } from '../src/random.ts'
import { randomJournal } from './journal-random.ts'

const SEEDS = Array.from({ length: 400 }, (_, index) => index + 1)
const JOURNALS = SEEDS.map(randomJournal)

test('random functions meet everything that the scheduler can decide', () => {
  const met = new Set(JOURNALS.flat().map(wordOf))
  expect([...met].toSorted()).toEqual([...EVERYTHING].toSorted())
})

test('whatever a simulated function decided, its journal read back and replayed decides again', () => {
  const different = JOURNALS.flatMap((journal, index) => {
    const read = readJournal(journal.map((entry) => JSON.stringify(entry)).join('\n'))
    return sameDecisions(read, replay(read)).map((words) => `seed ${SEEDS[index]}: ${words}`)
  })
  expect(different).toEqual([])
})

test('one decision told otherwise is found, whichever it is', () => {
  const unseen = JOURNALS.flatMap((journal, index) => {
    const random = seeded(SEEDS[index]!)
    const decisions = journal.flatMap((entry, place) => (isDecision(entry) ? [place] : []))
    if (decisions.length === 0) return []
    const place = decisions[whole(random, 0, decisions.length - 1)]!
    const changed = journal.with(place, otherwise(journal[place] as JournalEntry & Decision))
    return sameDecisions(changed, replay(changed)).length > 0 ? [] : [`seed ${SEEDS[index]}, entry ${place}`]
  })
  expect(unseen).toEqual([])
})

test('one decision left out is found, unless the record may as well have broken off before it', () => {
  const unseen = JOURNALS.flatMap((journal, index) => {
    const random = seeded(SEEDS[index]!)
    const last = journal.at(-1)!
    const decisions = journal.flatMap((entry, place) =>
      isDecision(entry) && entry.at < last.at ? [place] : [],
    )
    if (decisions.length === 0) return []
    const place = decisions[whole(random, 0, decisions.length - 1)]!
    const cut = journal.toSpliced(place, 1)
    return sameDecisions(cut, replay(cut)).length > 0 ? [] : [`seed ${SEEDS[index]}, entry ${place}`]
  })
  expect(unseen).toEqual([])
})

function otherwise(entry: JournalEntry & Decision): JournalEntry {
  switch (entry.kind) {
    case 'made':
      return { ...entry, cause: entry.cause === 'unknown' ? 'first' : 'unknown' }
    case 'placed':
      return { ...entry, start: entry.start === 'warm' ? 'cold' : 'warm' }
    case 'throttled':
      return { ...entry, reason: entry.reason === 'capacity' ? 'concurrency' : 'capacity' }
    case 'ended':
      return { ...entry, reason: entry.reason === 'idle' ? 'age' : 'idle' }
    case 'frozen':
      return { ...entry, kind: 'thawed' }
    case 'thawed':
      return { ...entry, kind: 'frozen' }
  }
}

function wordOf(entry: FunctionEntry): string {
  if (entry.kind === 'made') return `made ${entry.cause}`
  if (entry.kind === 'placed') return `placed ${entry.start}`
  if (entry.kind === 'throttled' || entry.kind === 'ended') return `${entry.kind} ${entry.reason}`
  return entry.kind === 'changed' ? `changed ${entry.change.kind}` : entry.kind
}

const EVERYTHING = [
  'opened',
  'arrived',
  'ready',
  'finished',
  'reset',
  'lost',
  'stopped',
  'frozen',
  'thawed',
  ...['deploy', 'config', 'provision'].map((kind) => `changed ${kind}`),
  ...['first', 'deploy', 'config', 'scale_out', 'idle_expiry', 'recycled'].map((cause) => `made ${cause}`),
  ...['provisioned', 'platform_choice', 'unknown'].map((cause) => `made ${cause}`),
  ...['cold', 'proactive', 'provisioned', 'reinit', 'warm'].map((start) => `placed ${start}`),
  ...['concurrency', 'scale_rate', 'capacity'].map((reason) => `throttled ${reason}`),
  ...['idle', 'age', 'deploy', 'config', 'reduced', 'failed', 'stopped'].map((reason) => `ended ${reason}`),
]
