import { expect, test } from 'vitest'
import { createSeries, judge, type Sample } from '../src/leaks/growth.ts'
import { sampledInvocations } from '../src/leaks/schedule.ts'

const ROOT = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 }

function samples(sizes: readonly number[], gap = 1): Sample[] {
  return sizes.map((size, index) => ({ ordinal: 1 + index * gap, size, root: ROOT }))
}

const upTo = (count: number, size: (index: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => size(i))

test.each<[string, readonly Sample[], boolean]>([
  ['one more each time, over 30 invocations', samples(upTo(30, (i) => i)), true],
  ['the same over 29', samples(upTo(29, (i) => i)), false],
  [
    'five samples far apart',
    samples(
      upTo(5, (i) => i * 40),
      40,
    ),
    false,
  ],
  [
    'six samples far apart',
    samples(
      upTo(6, (i) => i * 40),
      40,
    ),
    true,
  ],
  ['a plateau in the last third', samples(upTo(30, (i) => Math.min(i, 19))), false],
  ['growth that slows down', samples(upTo(60, (i) => 50 * (1 - Math.exp(-i / 50)))), false],
  ['growth at one step in four', samples(upTo(60, (i) => Math.floor(i / 4))), false],
  [
    'the same, looked at from further away',
    samples(
      upTo(30, (i) => i),
      4,
    ),
    true,
  ],
  ['nothing', samples(upTo(60, () => 5)), false],
])('%s is growth: %s', (_name, given, expected) => {
  expect(judge(given) !== undefined).toBe(expected)
})

test('a slow leak is seen once the samples have thinned out', () => {
  const series = createSeries()
  const told = upTo(400, (i) => i + 1).filter((ordinal) => {
    series.add({ ordinal, size: Math.floor(ordinal / 5), root: ROOT })
    if (!series.news()) return false
    series.told()
    return true
  })
  expect(told.length).toBeGreaterThan(0)
})

test('after a fall only growth above the old record counts', () => {
  const series = createSeries()
  const told: number[] = []
  for (let ordinal = 1; ordinal <= 300; ordinal += 1) {
    series.add({ ordinal, size: ordinal % 25, root: ROOT })
    if (series.news()) told.push(ordinal)
  }
  expect(told).toEqual([])
})

test('doubt asks for more invocations and a larger size', () => {
  const series = createSeries()
  series.doubt(100, 90)
  const told: number[] = []
  for (let ordinal = 1; ordinal <= 120; ordinal += 1) {
    series.add({ ordinal, size: ordinal, root: ROOT })
    if (series.news()) told.push(ordinal)
  }
  expect(told[0]).toBe(101)
})

test('samples are the first two invocations, then one in 5 to 13, later one in 20 to 50, never at one fixed gap', () => {
  let state = 1
  const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
  const schedule = sampledInvocations(random)
  const looked = upTo(1000, (i) => i + 1).filter((ordinal) => schedule.isDue(ordinal))
  const gaps = looked.slice(2).map((ordinal, index) => ordinal - (looked[index + 1] ?? 0))
  expect(looked.slice(0, 2)).toEqual([1, 2])
  expect(gaps.slice(0, 20).every((gap) => gap >= 5 && gap <= 13)).toBe(true)
  expect(gaps.slice(20).every((gap) => gap >= 20 && gap <= 50)).toBe(true)
  expect(new Set(gaps).size).toBeGreaterThan(5)
})

test('under pressure the gaps double up to eightfold, and shrink at once when it is over', () => {
  const schedule = sampledInvocations(() => 0)
  const gapAfter = (from: number): number =>
    upTo(1000, (i) => from + 1 + i).find((ordinal) => schedule.isDue(ordinal))! - from
  schedule.isDue(1)
  expect(gapAfter(1)).toBe(1)
  const gaps: number[] = []
  let at = 2
  for (const pressed of [false, true, true, true, true, false, false]) {
    schedule.pressed(pressed)
    const gap = gapAfter(at)
    gaps.push(gap)
    at += gap
  }
  // The gap that is under way when pressure is noticed was settled before.
  expect(gaps).toEqual([5, 5, 10, 20, 40, 40, 5])
})
