import { expect, test } from 'vitest'
import { invocationsOf, startSeries } from '../src/index.ts'
import { cold, row, understood } from './build.ts'

const series = (seconds: readonly number[]): ReturnType<typeof startSeries> =>
  startSeries(invocationsOf(understood(seconds.map((second) => row('a', second, 0.01)))))

test.each([
  [60, 1000],
  [600, 5000],
  [3600, 30_000],
  [86_400, 900_000],
  [28 * 3600, 900_000],
  [7 * 86_400, 7_200_000],
  [90 * 86_400, 86_400_000],
  [3650 * 86_400, 2_678_400_000],
])('%d seconds of data make buckets of %d ms', (seconds, widthMs) => {
  expect(series([0, seconds]).widthMs).toBe(widthMs)
})

test('a bucket holds its lower edge and counts starts and failures; empty ones are left out', () => {
  const { widthMs, rows } = startSeries(
    invocationsOf(
      understood([
        row('a', 0, 1, cold(0.2)),
        row('a', 0.999, 0.0001, { outcome: 'error' }),
        row('a', 1, 1, { outcome: 'timeout' }),
        row('a', 50, 1),
      ]),
    ),
  )
  expect(widthMs).toBe(1000)
  expect(
    rows.map(({ startMs, invocations, errors }) => [startMs - 1_780_000_000_000, invocations, errors]),
  ).toEqual([
    [0, 2, 1],
    [1000, 1, 1],
    [50_000, 1, 0],
  ])
  expect(rows[0]?.starts).toMatchObject({ cold: 1, warm: 1 })
})

test('nothing has no buckets', () => {
  expect(startSeries([])).toEqual({ widthMs: 1000, rows: [] })
})
