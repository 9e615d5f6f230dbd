import { expect, test } from 'vitest'
import type { ContainerId } from '@thermocline/wire'
import { findingReports } from '../src/index.ts'
import { at } from '@thermocline/testkit/rows'
import { findingRow } from './build.ts'

const B = 'b' as ContainerId

test('a finding counts over containers and processes; the surest speaks, the worst severity stands', () => {
  expect(
    findingReports([
      findingRow({ confidence: 0.6, severity: 'high', location: 'old.mjs:1' }),
      findingRow({ process: 'p2', confidence: 0.9, invocations: 7, firstSeen: at(20), lastSeen: at(30) }),
      findingRow({ container: B, firstSeen: at(-5), lastSeen: at(5), severity: 'low' }),
    ]),
  ).toEqual([
    {
      key: 'k',
      kind: 'module_variable',
      class: 'growth',
      severity: 'high',
      name: 'seen',
      location: 'index.mjs:3',
      confidence: 0.9,
      firstSeen: '2026-05-28T20:26:35.000Z',
      lastSeen: '2026-05-28T20:27:10.000Z',
      containers: 2,
      invocations: 15,
      status: 'open',
    },
  ])
})

test('a cache is information, whatever severity it came with', () => {
  expect(findingReports([findingRow({ class: 'cache', severity: 'critical' })])).toMatchObject([
    { class: 'cache', severity: 'info' },
  ])
})

test('one unsure process that calls a cache a leak does not raise a flag', () => {
  expect(
    findingReports([
      findingRow({ class: 'cache', severity: 'info', confidence: 0.9 }),
      findingRow({ container: B, class: 'growth', severity: 'high', confidence: 0.5 }),
    ]),
  ).toMatchObject([{ class: 'cache', severity: 'info', containers: 2 }])
})

test('the worst comes first', () => {
  const rows = (['low', 'critical', 'medium'] as const).map((severity) =>
    findingRow({ severity, key: severity }),
  )
  expect(findingReports(rows).map(({ key }) => key)).toEqual(['critical', 'medium', 'low'])
})
