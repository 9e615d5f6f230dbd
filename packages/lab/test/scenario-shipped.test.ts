import { expect, test } from 'vitest'
import type { FunctionEntry } from '../src/journal/entry.ts'
import { arrivalsOf } from '../src/load/arrivals.ts'
import { openScenario, shippedScenarios } from '../src/load/scenario/open-scenario.ts'
import { simulations } from '../src/load/simulations.ts'
import { simulate } from '../src/simulated/simulate.ts'

// Each scenario on the virtual clock, where the same scheduler decides as live: does it show what its name says?

type Of<K extends FunctionEntry['kind']> = Extract<FunctionEntry, { kind: K }>

const played = new Map<string, Map<string, FunctionEntry[]>>()

function journals(name: string): Map<string, FunctionEntry[]> {
  const known = played.get(name) ?? play(name)
  played.set(name, known)
  return known
}

function play(name: string): Map<string, FunctionEntry[]> {
  const scenario = openScenario(name)
  return new Map(
    simulations(scenario).map(({ name: fn, simulation }) => {
      const entries: FunctionEntry[] = []
      simulate(simulation, (entry) => entries.push(entry), scenario.lasts * 1000)
      return [fn, entries]
    }),
  )
}

function journalOf(name: string, fn: string): FunctionEntry[] {
  return journals(name).get(fn)!
}

function only<K extends FunctionEntry['kind']>(kind: K, entries: readonly FunctionEntry[]): Of<K>[] {
  return entries.filter((entry): entry is Of<K> => entry.kind === kind)
}

function counts(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]))
}

function causes(entries: readonly FunctionEntry[]): Record<string, number> {
  return counts(only('made', entries).map(({ cause }) => cause))
}

function starts(entries: readonly FunctionEntry[]): Record<string, number> {
  return counts(only('placed', entries).map(({ start }) => start))
}

test('those that are played live last a minute at most', () => {
  const scenarios = shippedScenarios().map(openScenario)
  expect(scenarios.map(({ name }) => name)).toEqual([
    'bursty',
    'crash-loop',
    'deploy',
    'noisy-tenants',
    'provisioned-spillover',
    'quiet-nights',
    'steady',
    'timeout',
  ])
  const live = scenarios.filter(({ driver }) => driver === 'live')
  expect(live).toHaveLength(7)
  expect(live.every(({ lasts }) => lasts <= 60_000)).toBe(true)
})

test('steady: one container for each function, cold once', () => {
  expect([...journals('steady').values()].map(starts)).toEqual([
    { cold: 1, warm: 99 },
    { cold: 1, warm: 15 },
  ])
})

test('bursty: each of five bursts makes five containers, as many as it finds too few', () => {
  const entries = journalOf('bursty', 'orders-api')
  expect(causes(entries)).toEqual({ first: 1, scale_out: 25 })
  const moments = counts(only('made', entries).map(({ at }) => String(at / 1_000_000)))
  expect(moments).toEqual({ 0: 1, 4.5: 5, 13.5: 5, 22.5: 5, 31.5: 5, 40.5: 5 })
})

// 144,000 invocations: seconds, on a busy machine.
test(
  'quiet nights: by night most callers wait, by day hardly any, and a job every quarter of an hour always',
  { timeout: 60_000 },
  () => {
    const shop = only('placed', journalOf('quiet-nights', 'shop-api'))
    const night = shop.filter((placed) => hourOf(placed) >= 22 || hourOf(placed) < 6)
    expect(coldRatio(night)).toBeGreaterThan(0.5)
    expect(coldRatio(shop)).toBeLessThan(0.02)
    expect(causes(journalOf('quiet-nights', 'reminders'))).toEqual({ first: 1, idle_expiry: 1343 })
  },
)

test('deploy: containers of before end, and those after it are of another version', () => {
  const entries = journalOf('deploy', 'quotes')
  expect(causes(entries)).toMatchObject({ first: 1, deploy: 1 })
  const ended = only('ended', entries).filter(({ reason }) => reason === 'deploy')
  const before = only('made', entries).filter(({ revision }) => revision.version === '1')
  expect(new Set(ended.map(({ container }) => container))).toEqual(
    new Set(before.map(({ container }) => container)),
  )
  expect(only('made', entries).find(({ cause }) => cause === 'deploy')).toMatchObject({
    at: 20_000_000,
    revision: { version: '2' },
  })
  expect(
    only('placed', entries).filter(({ at, start }) => at > 20_000_000 && start === 'cold').length,
  ).toBeGreaterThan(2)
})

test('crash loop: one container in which process after process ends', () => {
  const entries = journalOf('crash-loop', 'invoice-archive')
  const crashes = only('finished', entries).filter(({ outcome }) => outcome === 'crashed').length
  expect(causes(entries)).toEqual({ first: 1 })
  expect(crashes).toBeGreaterThan(8)
  expect(starts(entries)['reinit']).toBe(crashes)
})

test('timeout: some callers wait for all of it, and the next one in that container for another init', () => {
  const entries = journalOf('timeout', 'parcel-status')
  const timeouts = only('finished', entries).filter(({ outcome }) => outcome === 'timeout').length
  expect(timeouts).toBeGreaterThan(3)
  expect(starts(entries)['reinit']).toBeGreaterThan(timeouts / 2)
})

test('noisy tenants: the noisy one takes up the concurrency, and others are throttled', () => {
  const arrivals = arrivalsOf(openScenario('noisy-tenants'))
  const tenants = new Map([...arrivals].map(({ requestId, tenant }) => [requestId, tenant]))
  const entries = journalOf('noisy-tenants', 'tenant-reports')
  const throttled = counts(
    only('throttled', entries).map(({ requestId }) => tenants.get(requestId) ?? 'none'),
  )
  const { noisy, ...others } = throttled
  expect(noisy).toBeGreaterThan(10)
  expect(Object.keys(others).length).toBeGreaterThan(1)
  expect(causes(entries)['first']).toBe(5)
})

test('provisioned spillover: bursts meet cold containers until there are as many ready as they ask for', () => {
  const entries = journalOf('provisioned-spillover', 'orders-api')
  const cold = only('placed', entries).filter(({ start }) => start === 'cold')
  expect(causes(entries)).toMatchObject({ provisioned: 5 })
  expect(cold.length).toBeGreaterThan(8)
  expect(Math.max(...cold.map(({ at }) => at))).toBeLessThan(30_000_000)
  expect(only('arrived', entries).filter(({ at }) => at > 31_000_000).length).toBeGreaterThan(20)
})

/** Of the day, as the scenario counts it. */
function hourOf({ at }: Of<'placed'>): number {
  return (at / 3_600_000_000) % 24
}

function coldRatio(placed: readonly Of<'placed'>[]): number {
  return placed.filter(({ start }) => start === 'cold').length / placed.length
}
