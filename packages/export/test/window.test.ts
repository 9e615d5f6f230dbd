import { unixUs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import { readWindow } from '../src/index.ts'

const NOW = unixUs(Date.UTC(2026, 10, 2, 12) * 1000)

test.each([
  ['30m', '2026-11-02T11:30:00.000Z'],
  ['24h', '2026-11-01T12:00:00.000Z'],
  ['7d', '2026-10-26T12:00:00.000Z'],
  ['2w', '2026-10-19T12:00:00.000Z'],
  ['2026-11-01', '2026-11-01T00:00:00.000Z'],
  ['2026-11-02T08:00', '2026-11-02T08:00:00.000Z'],
  ['2026-11-02T08:00:01.5+02:00', '2026-11-02T06:00:01.500Z'],
  ['2026-11-02t08:00z', '2026-11-02T08:00:00.000Z'],
])('%s is %s, whatever the time zone of the machine', (typed, iso) => {
  expect(readWindow({ from: typed }, NOW, 'bad_request')).toEqual({ from: Date.parse(iso) * 1000 })
})

test('edges that were not typed stay open', () => {
  expect(readWindow({}, NOW, 'bad_request')).toEqual({})
})

test('a span back beyond 1970 begins there', () => {
  expect(readWindow({ from: '999999w' }, NOW, 'bad_request')).toEqual({ from: 0 })
})

test.each([
  '',
  'yesterday',
  '1y',
  '-1h',
  '1.5h',
  '2026-02-30',
  '2026-13-01',
  '2026-11-02T25:00Z',
  '2026-11-02Z',
])('"%s" is refused, naming the edge and what was wanted', (typed) => {
  const wanted = 'an ISO 8601 time like 2026-11-02T08:00Z, or a span back from now like 30m, 24h or 7d'
  expect(() => readWindow({ to: typed }, NOW, 'bad_argument')).toThrow(
    expect.objectContaining({
      code: 'bad_argument',
      message: `to must be ${wanted}, got ${JSON.stringify(typed)}`,
    }),
  )
})

test('a window that ends before it begins is refused', () => {
  expect(() => readWindow({ from: '1h', to: '2h' }, NOW, 'bad_request')).toThrow(
    expect.objectContaining({
      code: 'bad_request',
      message: 'from must be earlier than to, got "1h" to "2h"',
    }),
  )
})
