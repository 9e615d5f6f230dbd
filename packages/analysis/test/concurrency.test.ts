import { ms } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { peakConcurrency, type Interval } from '../src/concurrency.ts'
import { functionReport } from '../src/index.ts'
import { seeded } from '@thermocline/testkit/random'
import { at } from '@thermocline/testkit/rows'
import { row, understood } from './build.ts'

const interval = (start: number, end: number | null): Interval => ({
  start: at(start),
  end: end === null ? null : at(end),
})

test('an end frees before a start at the same moment', () => {
  expect(peakConcurrency([interval(0, 1), interval(1, 2), interval(2, 3)])).toBe(1)
  expect(peakConcurrency([interval(0, 1.000001), interval(1, 2)])).toBe(2)
})

test('nothing runs when nothing was seen, and something without an end ran for its instant', () => {
  expect(peakConcurrency([])).toBe(0)
  expect(peakConcurrency([interval(5, null)])).toBe(1)
  expect(peakConcurrency([interval(0, 10), interval(5, null), interval(6, null)])).toBe(2)
})

test('the sweep agrees with counting at every start', () => {
  const random = seeded(7)
  for (let round = 0; round < 50; round++) {
    const intervals = Array.from({ length: 30 }, () => {
      const start = Math.floor(random() * 40)
      return interval(start, start + 1 + Math.floor(random() * 10))
    })
    const counted = intervals.map(
      ({ start }) => intervals.filter((other) => other.start <= start && start < other.end!).length,
    )
    expect(peakConcurrency(intervals)).toBe(Math.max(...counted))
  }
})

test('a caller who waits for an init is served at that time: scale-out is concurrency though the handlers never met', () => {
  const init = { duration: ms(1000), source: 'report' as const }
  const rows = [
    row('a', 10, 2, { startKind: 'cold', init }),
    row('b', 12.5, 1, { startKind: 'cold', init, initStart: at(11.5) }),
  ]
  expect(functionReport(understood(rows))).toMatchObject({ peakConcurrency: 2 })
})

test('an init that nobody waited for is no concurrency', () => {
  const init = { duration: ms(1000), source: 'sdk' as const }
  const rows = [
    row('a', 10, 2, { startKind: 'cold' }),
    row('b', 60, 1, { startKind: 'proactive', init, initStart: at(11) }),
  ]
  expect(functionReport(understood(rows))).toMatchObject({ peakConcurrency: 1 })
})
