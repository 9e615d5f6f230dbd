import { expect, test } from 'vitest'
import { peakConcurrency, type Interval } from '../src/concurrency.ts'
import { at, seeded } from './build.ts'

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
