import { expect, test } from 'vitest'
import { midpointMedian, nearestRank, percentiles, spread } from '../src/percentiles.ts'

test('nearest rank gives a value that was seen', () => {
  expect([0.5, 0.9, 0.95, 1].map((share) => nearestRank([15, 20, 35, 40, 50], share))).toEqual([
    35, 50, 50, 50,
  ])
  expect(nearestRank([3, 6, 7, 8, 8, 10, 13, 15, 16, 20], 0.25)).toBe(7)
})

test('a share that is not exact in binary does not move the rank', () => {
  const twenty = Array.from({ length: 20 }, (_, n) => n + 1)
  expect(nearestRank(twenty, 0.95)).toBe(19)
  expect(nearestRank(twenty, 0.15)).toBe(3)
})

test('the median of an even number of values lies between the middle ones', () => {
  expect(midpointMedian([1, 2, 4, 9])).toBe(3)
  expect(midpointMedian([1, 2, 9])).toBe(2)
})

test('nothing has no percentiles', () => {
  expect(percentiles([])).toEqual({ p50: null, p95: null, p99: null, max: null })
  expect(spread([])).toEqual({ p50: null, p90: null, max: null })
})

test('values need no order', () => {
  expect(percentiles([5, 1, 4, 2, 3])).toEqual({ p50: 3, p95: 5, p99: 5, max: 5 })
  expect(spread([10, 1, 2, 3])).toEqual({ p50: 2.5, p90: 10, max: 10 })
})
