import { CAUSES, ms, STARTS, unixMs } from '@thermocline/wire'
import { describe, expect, test } from 'vitest'
import { stackOf } from '../src/chart/stack.ts'
import { causeGroups } from '../src/function/causes.ts'
import { summaryOf } from '../src/function/summary.ts'
import { findingWeight, ordered } from '../src/home/order.ts'
import { totalsOf } from '../src/home/totals.ts'
import { pageOf } from '../src/parts/pages.tsx'
import { finding, init, report, zeroes } from './builders.ts'

const API = report('api', {
  invocations: 90,
  errors: 2,
  starts: { ...zeroes(STARTS), cold: 5, reinit: 1, proactive: 2, warm: 82 },
  coldRatio: 5 / 90,
  callerInitRatio: 6 / 90,
  causes: { ...zeroes(CAUSES), scale_out: 6, first: 2 },
  containers: {
    ...report('').containers,
    seen: 7,
    singleUse: 2,
    invocationsPerContainer: { p50: 11, p90: 20, max: 30 },
  },
  initMs: { p50: 210, p95: 300, p99: 300, max: 300 },
})
const QUEUE = report('queue', {
  account: '123',
  region: 'eu-central-1',
  invocations: 10,
  starts: { ...zeroes(STARTS), cold: 1, warm: 9 },
  coldRatio: 0.1,
  containers: { ...report('').containers, seen: 3 },
  findings: [
    finding({ severity: 'medium' }),
    finding({ severity: 'critical', class: 'cache' }),
    finding({ status: 'ignored' }),
  ],
})

test('totals add up over functions, and their ratios come from the sums', () => {
  const totals = totalsOf([API, QUEUE])
  expect(totals).toMatchObject({
    invocations: 100,
    errors: 2,
    containers: 10,
    waited: 7,
    coldRatio: 0.06,
    waitedRatio: 0.07,
    reuseRatio: 0.9,
  })
  expect(totals.open).toHaveLength(1)
  expect(totalsOf([])).toMatchObject({ invocations: 0, coldRatio: null, reuseRatio: null })
})

describe('the functions table', () => {
  test('sorts either way', () => {
    expect(names('name', false)).toEqual(['api', 'queue'])
    expect(names('cold', true)).toEqual(['queue', 'api'])
    expect(names('cold', false)).toEqual(['api', 'queue'])
    expect(names('findings', true)).toEqual(['queue', 'api'])
  })

  test('filters by any part of name, account or region, whatever the case', () => {
    expect(names('name', false, ' API ')).toEqual(['api'])
    expect(names('name', false, 'central')).toEqual(['queue'])
    expect(names('name', false, 'nothing')).toEqual([])
  })

  test('one critical finding weighs more than many high ones, and caches nothing', () => {
    const many = report('a', { findings: Array.from({ length: 50 }, () => finding({ severity: 'high' })) })
    const one = report('b', { findings: [finding({ severity: 'critical' })] })
    expect(findingWeight(one)).toBeGreaterThan(findingWeight(many))
    expect(findingWeight(report('c', { findings: [finding({ class: 'cache', severity: 'info' })] }))).toBe(0)
  })
})

test('causes are grouped, the commonest first, with the newest as their example', () => {
  const groups = causeGroups([
    init(1, 'first', 10),
    init(2, 'scale_out', 40),
    init(3, 'scale_out', null),
    init(4, 'scale_out', 20),
  ])
  expect(
    groups.map((group) => [
      group.cause,
      group.inits.length,
      group.share,
      group.medianMs,
      group.example.startMs,
    ]),
  ).toEqual([
    ['scale_out', 3, 0.75, 20, 4],
    ['first', 1, 0.25, 10, 1],
  ])
})

test('the summary says who waited, why, and how containers were reused', () => {
  expect(summaryOf(API)).toBe(
    '6 of 90 callers (6.7%) waited for an init, typically 210 ms. Mostly (6 of 8) because every living container was busy. 7 containers served them, 2 of them only once; the median served 11 invocations.',
  )
  expect(summaryOf({ ...API, causes: { ...API.causes, first: 6 } })).toContain('No single cause stands out.')
  expect(summaryOf({ ...API, causes: { ...zeroes(CAUSES), deploy: 9 } })).toContain(
    'Always because new code was deployed.',
  )
  expect(summaryOf(report('idle'))).toBe('')
})

test('bars are stacked from the bottom up, warm ones only when asked for', () => {
  const rows = [
    {
      startMs: unixMs(0),
      invocations: 6,
      starts: { ...zeroes(STARTS), cold: 1, reinit: 2, warm: 3 },
      errors: 0,
    },
    { startMs: unixMs(10_000), invocations: 1, starts: { ...zeroes(STARTS), cold: 1 }, errors: 0 },
  ]
  const buckets = { widthMs: ms(10_000), rows }
  expect(stackOf(buckets, false)).toEqual({
    seconds: [5, 15],
    layers: [
      { start: 'cold', tops: [3, 1], values: [1, 1] },
      { start: 'reinit', tops: [2, 0], values: [2, 0] },
    ],
  })
  expect(stackOf(buckets, true).layers.map((layer) => [layer.start, layer.tops[0]])).toEqual([
    ['cold', 6],
    ['reinit', 5],
    ['warm', 3],
  ])
})

test('a page beyond the end is the last one', () => {
  expect(pageOf([1, 2, 3, 4, 5], 9, 2)).toEqual({ rows: [5], pages: 3, page: 3 })
  expect(pageOf([], 1, 2)).toEqual({ rows: [], pages: 1, page: 1 })
})

function names(sort: 'name' | 'cold' | 'findings', down: boolean, filter = ''): readonly string[] {
  return ordered([API, QUEUE], { sort, down, filter }).map((one) => one.name)
}
