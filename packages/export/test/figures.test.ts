import { expect, test } from 'vitest'
import { formatCount, formatCounted, formatMs, formatRatio, formatTime } from '../src/figures.ts'

test.each([
  [0, '0 ms'],
  [0.416, '0.42 ms'],
  [9.99, '9.99 ms'],
  [9.996, '10 ms'],
  [98.14, '98.1 ms'],
  [118.4, '118 ms'],
  [999.6, '1 s'],
  [1240, '1.24 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min'],
  [185_000, '3 min 5 s'],
  [7_800_000, '2 h 10 min'],
  [357_000_000, '4 d 3 h'],
  [null, '–'],
])('a duration of %s ms reads %s', (durationMs, text) => {
  expect(formatMs(durationMs)).toBe(text)
})

test.each([
  [0, '0%'],
  [0.0004, '<0.1%'],
  [0.317, '31.7%'],
  [0.9999, '>99.9%'],
  [0.75, '75.0%'],
  [1, '100%'],
  [null, '–'],
])('a share of %s reads %s, and never as none or all when it is neither', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text)
})

test('counts have their thousands apart and one thing is singular', () => {
  expect([formatCount(1_234_567), formatCount(30.5), formatCount(null)]).toEqual(['1,234,567', '30.5', '–'])
  expect([formatCounted(1, 'error'), formatCounted(0, 'error')]).toEqual(['1 error', '0 errors'])
})

test('times are to the second and say UTC', () => {
  expect(formatTime('2026-11-02T08:00:01.250Z')).toBe('2026-11-02 08:00:01 UTC')
})
