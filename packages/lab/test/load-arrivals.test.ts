import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@thermocline/testkit/folder'
import { expect, test } from 'vitest'
import { arrivalsOf } from '../src/load/arrivals.ts'
import type { Arrival } from '../src/load/arrivals.ts'
import { readScenario } from '../src/load/scenario/read-scenario.ts'
import type { Scenario } from '../src/load/scenario/scenario.ts'
import { MODEL, scenario, scenarioJson } from './scenario-helper.ts'

const ORDERS = { name: 'orders', model: MODEL }
const MAILS = { name: 'mails', model: MODEL }

function momentsMs(of: Scenario, functionName?: string): number[] {
  return [...arrivalsOf(of, functionName)].map(({ atUs }) => atUs / 1000)
}

test('traffics of several functions come in one order of time, equal moments in the order of the file', () => {
  const found = scenario({
    lastsMs: 2000,
    functions: [ORDERS, MAILS],
    traffic: [
      { function: 'orders', pattern: 'at', atMs: [1500, 500, 500] },
      { function: 'mails', pattern: 'steady', perMinute: 120, fromMs: 500, untilMs: 1600 },
    ],
  })
  const told = [...arrivalsOf(found)].map(({ atUs, functionName }) => `${atUs / 1000} ${functionName}`)
  expect(told).toEqual(['500 orders', '500 orders', '500 mails', '1000 mails', '1500 orders', '1500 mails'])
})

test('the same seed is the same traffic, another seed another', () => {
  const traffic = [{ function: 'orders', pattern: 'poisson', everyMs: 1000 }]
  const all = (seed: number): Arrival[] => [...arrivalsOf(scenario({ traffic, seed }))]
  expect(all(3)).toEqual(all(3))
  expect(all(3).length).toBeGreaterThan(30)
  expect(all(4)).not.toEqual(all(3))
})

test('a traffic of another function, put behind it or changed, leaves the calls of the first as they were', () => {
  const first = { function: 'orders', pattern: 'poisson', everyMs: 1000 }
  const functions = [ORDERS, MAILS]
  const alone = scenario({ functions, traffic: [first] })
  const beside = scenario({
    functions,
    traffic: [first, { function: 'mails', pattern: 'poisson', everyMs: 100 }],
  })
  expect([...arrivalsOf(beside, 'orders')]).toEqual([...arrivalsOf(alone)])
  expect(momentsMs(beside, 'mails').length).toBeGreaterThan(400)
  // What is asked for one function is what it gets among all.
  expect([...arrivalsOf(beside)].filter(({ functionName }) => functionName === 'mails')).toEqual([
    ...arrivalsOf(beside, 'mails'),
  ])
})

test('request ids are UUIDs that never repeat, neither within a function nor between two', () => {
  const found = scenario({
    functions: [ORDERS, MAILS],
    traffic: ['orders', 'mails'].map((name) => ({ function: name, pattern: 'steady', everyMs: 2 })),
  })
  const ids = [...arrivalsOf(found)].map(({ requestId }) => requestId)
  expect(ids).toHaveLength(60_000)
  expect(new Set(ids).size).toBe(60_000)
  expect(ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id))).toBe(
    true,
  )
})

test('each call is of one of the tenants named, and all of them call', () => {
  const found = scenario({
    functions: [{ ...ORDERS, tenants: true }],
    traffic: [{ function: 'orders', pattern: 'steady', everyMs: 1000, tenants: ['birch', 'cedar', 'maple'] }],
  })
  const tenants = [...arrivalsOf(found)].map(({ tenant }) => tenant)
  expect(tenants.slice(0, 8).join(' ')).toBe('cedar maple birch cedar cedar maple birch maple')
  expect(new Set(tenants)).toEqual(new Set(['birch', 'cedar', 'maple']))
})

test('a function that serves all alike has no tenants, even where its trace has', () => {
  expect([...arrivalsOf(traced({ functions: [ORDERS] }))].map(({ tenant }) => tenant)).toEqual([null, null])
  const apart = traced({ functions: [{ ...ORDERS, tenants: true }] })
  expect([...arrivalsOf(apart)].map(({ tenant }) => tenant)).toEqual(['acme', 'birch'])
})

test('a trace is counted from its first call, and cut where the traffic ends', () => {
  expect(callsOf({})).toEqual([
    [0, 1500],
    [40_000_000, null],
  ])
  expect(callsOf({ fromMs: 10_000, untilMs: 50_000 })).toEqual([[10_000_000, 1500]])
  // The function called later keeps its place.
  expect(callsOf({ only: 'mails' })).toEqual([[40_000_000, null]])
})

/** A scenario whose calls are those of a trace file beside it. */
function traced(more: object, traffic: object = {}): Scenario {
  const folder = temporaryFolder()
  const lines = [
    { at: 5000, function: 'orders', durationMs: 1.5, tenant: 'acme' },
    { at: 45_000, function: 'mails', tenant: 'birch' },
  ]
  writeFileSync(join(folder, 'calls.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'))
  const json = scenarioJson({
    traffic: [{ function: 'orders', pattern: 'trace', files: 'calls.jsonl', ...traffic }],
    ...more,
  })
  return readScenario(json, { name: 'test', folder })
}

function callsOf(traffic: object): unknown[] {
  return [...arrivalsOf(traced({}, traffic))].map(({ atUs, durationUs }) => [atUs, durationUs])
}
