import { expect, test } from 'vitest'
import { momentsOf } from '../src/load/moments.ts'
import type { Pattern } from '../src/load/scenario/scenario.ts'
import { perMinuteAt } from '../src/load/nights.ts'
import { seeded } from '../src/random.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

function first(count: number, pattern: Pattern, fromMs = 0, seed = 7): number[] {
  const found: number[] = []
  for (const { atMs } of momentsOf(pattern, fromMs, seeded(seed))) {
    if (found.push(Math.round(atMs)) === count) break
  }
  return found
}

function until(endMs: number, pattern: Pattern, seed = 7): number[] {
  const found: number[] = []
  for (const { atMs } of momentsOf(pattern, 0, seeded(seed))) {
    if (atMs >= endMs) break
    found.push(atMs)
  }
  return found
}

const NIGHTS = {
  kind: 'nights',
  perMinute: 10,
  nightPerMinute: 0.5,
  nightFromHour: 22,
  nightUntilHour: 6,
  weekendShare: 0.5,
} as const

test('steady: the first at its begin, the others as far apart as it says, without drift', () => {
  expect(first(4, { kind: 'steady', everyMs: 400 }, 1000)).toEqual([1000, 1400, 1800, 2200])
  expect(first(300_001, { kind: 'steady', everyMs: 100 / 3 }).at(-1)).toBe(10_000_000)
})

test('poisson: gaps of every size, which average what it says', () => {
  expect(first(5, { kind: 'poisson', everyMs: 1000 }, 500)).toEqual([512, 576, 4344, 5545, 6282])
  expect(first(5, { kind: 'poisson', everyMs: 1000 }, 500, 8)).not.toEqual(
    first(5, { kind: 'poisson', everyMs: 1000 }, 500),
  )
  const last = first(20_000, { kind: 'poisson', everyMs: 1000 }).at(-1)!
  expect(last / 20_000).toBeGreaterThan(980)
  expect(last / 20_000).toBeLessThan(1020)
})

test('bursts: all at once, or spread, in sizes between the two', () => {
  const burst = { kind: 'bursts', everyMs: 5000, size: { least: 3, most: 3 }, withinMs: 0 } as const
  expect(first(7, burst, 100)).toEqual([100, 100, 100, 5100, 5100, 5100, 10_100])
  expect(first(8, { ...burst, size: { least: 1, most: 4 }, withinMs: 1000 })).toEqual([
    62, 5406, 5466, 5521, 5699, 10_553, 15_156, 15_258,
  ])
})

test('bursts wider than the time between them are still in order, and none is lost', () => {
  const wide = { kind: 'bursts', everyMs: 100, size: { least: 4, most: 4 }, withinMs: 450 } as const
  const moments = until(10_000, wide)
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  // Of the 100 bursts begun by then, at most the last five reach beyond.
  expect(moments.length).toBeGreaterThan(4 * 95)
  expect(moments.length).toBeLessThan(4 * 100)
})

test('nights: the rate of the hour, by night and at weekends', () => {
  const rates = [0, 5.9, 6, 21.9, 22].map((hour) => perMinuteAt(NIGHTS, hour * HOUR_MS))
  expect(rates).toEqual([0.5, 0.5, 10, 10, 0.5])
  expect(perMinuteAt(NIGHTS, 5 * DAY_MS + 12 * HOUR_MS)).toBe(5)
  expect(perMinuteAt(NIGHTS, 7 * DAY_MS + 12 * HOUR_MS)).toBe(10)
  const byDay = { ...NIGHTS, nightFromHour: 9, nightUntilHour: 17 }
  expect([8, 9, 17].map((hour) => perMinuteAt(byDay, hour * HOUR_MS))).toEqual([10, 0.5, 10])
})

test('nights: as many calls as those rates ask for', () => {
  expect(first(5, NIGHTS)).toEqual([88_983, 93_460, 129_550, 210_250, 249_402])
  const week = until(7 * DAY_MS, NIGHTS)
  const expected = (16 * 60 * 10 + 8 * 60 * 0.5) * (5 + 2 * 0.5)
  expect(week.length / expected).toBeGreaterThan(0.98)
  expect(week.length / expected).toBeLessThan(1.02)
  const night = week.filter((at) => perMinuteAt(NIGHTS, at) < 1)
  expect(night.length / (8 * 60 * 0.5 * 6)).toBeGreaterThan(0.9)
  expect(night.length / (8 * 60 * 0.5 * 6)).toBeLessThan(1.1)
})

test('at: the moments as they are, whatever the begin', () => {
  expect(
    [...momentsOf({ kind: 'at', momentsMs: [5, 5, 70] }, 40, seeded(1))].map(({ atMs }) => atMs),
  ).toEqual([5, 5, 70])
})

test('trace: its calls from the begin on, with what it tells of them', () => {
  const arrivals = [
    { atUs: 0, durationUs: 1500, tenant: null },
    { atUs: 2500, durationUs: null, tenant: 'acme' },
  ]
  expect([...momentsOf({ kind: 'trace', arrivals }, 100, seeded(1))]).toEqual([
    { atMs: 100, durationUs: 1500, tenant: null },
    { atMs: 102.5, durationUs: null, tenant: 'acme' },
  ])
})
