import { unixUs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type { Event, JournalEntry } from '../src/journal/entry.ts'
import { runsOf } from '../src/journal/read-runs.ts'
import { openRecordedScheduler } from '../src/journal/recorded.ts'
import type { RecordedScheduler } from '../src/journal/recorded.ts'
import { isDecision, sameDecisions } from '../src/replay/differences.ts'
import { seeded } from '../src/random.ts'
import type { Random } from '../src/random.ts'
import { randomJournal } from './journal-random.ts'

const SEEDS = Array.from({ length: 250 }, (_, index) => index + 1)

test('the scheduler decides the same of the same events, however late it is asked what time alone decides', () => {
  const different = SEEDS.flatMap((seed) => {
    const journal = randomJournal(seed)
    return [NEVER_ASKED, seeded(seed)].flatMap((random) =>
      sameDecisions(journal, tellAgain(journal, random)).map((words) => `seed ${seed}: ${words}`),
    )
  })
  expect(different).toEqual([])
})

/** Before an event that is told, time is brought up to a few moments on the way to it, each where this is below a half. */
const NEVER_ASKED = (): number => 1

/** What a scheduler decides that is told the events of a journal in their order, without a simulation. */
function tellAgain(journal: readonly JournalEntry[], random: Random): JournalEntry[] {
  const told: JournalEntry[] = []
  const [opened] = runsOf(journal).map((run) => run.opened)
  if (opened === undefined) return []
  const scheduler = openRecordedScheduler(opened.at, {
    ...opened,
    record: (entry) => told.push({ function: 'random', ...entry }),
    decide: () => {},
  })
  let before = opened.at
  for (const entry of journal) {
    for (const share of [1, 2, 3])
      if (random() < 0.5) scheduler.advance(unixUs(before + Math.floor(((entry.at - before) * share) / 3)))
    if (entry.kind === 'opened' || isDecision(entry)) continue
    tell(scheduler, entry)
    before = entry.at
  }
  scheduler.advance(unixUs(journal.at(-1)!.at + 1))
  return told
}

function tell(scheduler: RecordedScheduler, event: Event): void {
  switch (event.kind) {
    case 'arrived':
      return scheduler.arrive(event.at, { requestId: event.requestId, tenant: event.tenant ?? undefined })
    case 'ready':
      return scheduler.ready(event.at, event.container, event)
    case 'finished':
      return scheduler.finished(event.at, event)
    case 'reset':
      return scheduler.reset(event.at, event.container)
    case 'lost':
      return void scheduler.lost(event.at, event.container)
    case 'changed':
      return scheduler.change(event.at, event.change)
    case 'stopped':
      return scheduler.stop(event.at)
  }
}
