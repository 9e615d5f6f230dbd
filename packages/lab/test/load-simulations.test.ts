import { unixMs } from '@thermocline/wire'
import { expect, test } from 'vitest'
import type { FunctionEntry } from '../src/journal/entry.ts'
import { simulations } from '../src/load/simulations.ts'
import { traceSimulations } from '../src/load/trace/simulations.ts'
import type { TraceFunction } from '../src/load/trace/trace.ts'
import { simulate } from '../src/simulated/simulate.ts'
import { outcomeOf } from './load-figures.ts'
import { MODEL, scenario } from './scenario-helper.ts'
import type { Fields } from './scenario-helper.ts'

type Finished = Extract<FunctionEntry, { kind: 'finished' }>
type Placed = Extract<FunctionEntry, { kind: 'placed' }>

/** One function's journal, of calls every second for a minute unless it is said otherwise. */
function journalOf(fn: Fields, more: Fields = {}): FunctionEntry[] {
  const [{ simulation }] = simulations(
    scenario({ functions: [{ name: 'orders', model: MODEL, ...fn }], ...more }),
  ) as [ReturnType<typeof simulations>[number]]
  const entries: FunctionEntry[] = []
  simulate(simulation, (entry) => entries.push(entry))
  return entries
}

/** How long each invocation took and how it ended, by request id. */
function runsOf(
  entries: readonly FunctionEntry[],
): Map<string, { ms: number; start: string; outcome: string }> {
  const placed = new Map(
    entries
      .filter((entry): entry is Placed => entry.kind === 'placed')
      .map((entry) => [entry.requestId, entry]),
  )
  const finished = entries.filter((entry): entry is Finished => entry.kind === 'finished')
  return new Map(
    finished.map(({ requestId, at, outcome }) => {
      const { at: from, start } = placed.get(requestId)!
      return [requestId, { ms: (at - from) / 1000, start, outcome }]
    }),
  )
}

function countOf(entries: readonly FunctionEntry[], outcome: string): number {
  return [...runsOf(entries).values()].filter((run) => run.outcome === outcome).length
}

test('a function takes as long as its model says, and its init is before the first call', () => {
  const entries = journalOf({})
  const [, made, arrived, ready, placed] = entries
  expect([made, arrived].map((entry) => entry?.kind)).toEqual(['arrived', 'made'])
  expect(ready).toMatchObject({ kind: 'ready', at: 200_000, ok: true })
  expect(placed).toMatchObject({ kind: 'placed', at: 200_000, start: 'cold' })
  expect(new Set([...runsOf(entries).values()].map(({ ms }) => ms))).toEqual(new Set([50]))
})

test('a spread has the percentiles it is given, and a list nothing but what is on it', () => {
  const busy = { lastsMs: 600_000, traffic: [{ function: 'orders', pattern: 'steady', everyMs: 50 }] }
  const spread = [
    ...runsOf(journalOf({ model: { initMs: 0, durationMs: { p50: 40, p95: 100 } } }, busy)).values(),
  ]
  const sorted = spread.map(({ ms }) => ms).toSorted((a, b) => a - b)
  expect(sorted).toHaveLength(12_000)
  expect(sorted[6000]! / 40).toBeCloseTo(1, 1)
  expect(sorted[11_400]! / 100).toBeCloseTo(1, 1)
  const listed = [...runsOf(journalOf({ model: { initMs: 0, durationMs: [10, 20, 30] } })).values()]
  expect(new Set(listed.map(({ ms }) => ms))).toEqual(new Set([10, 20, 30]))
})

test('shares of calls run into the timeout, lose their process, or throw', () => {
  const model = { ...MODEL, timeoutShare: 0.1, crashShare: 0.2, errorShare: 0.3 }
  const busy = { lastsMs: 6_000_000, traffic: [{ function: 'orders', pattern: 'steady', everyMs: 1000 }] }
  const entries = journalOf({ model, timeoutMs: 900 }, busy)
  const shares = ['timeout', 'crashed', 'error', 'ok'].map((outcome) => countOf(entries, outcome) / 6000)
  for (const [index, wanted] of [0.1, 0.2, 0.3, 0.4].entries()) {
    expect(shares[index]).toBeGreaterThan(wanted - 0.02)
    expect(shares[index]).toBeLessThan(wanted + 0.02)
  }
  const runs = [...runsOf(entries).values()]
  expect(new Set(runs.filter(({ outcome }) => outcome === 'timeout').map(({ ms }) => ms))).toEqual(
    new Set([900]),
  )
  // Timeouts and crashes cost the process: the next call in that container brings another, inside its own time.
  const reinits = runs.filter(({ start, outcome }) => start === 'reinit' && outcome === 'ok')
  expect(new Set(reinits.map(({ ms }) => ms))).toEqual(new Set([250]))
  expect(runs.filter(({ start }) => start === 'cold')).toHaveLength(1)
})

test('a call that would outlast its timeout ends with it', () => {
  const entries = journalOf({ model: { initMs: 10, durationMs: 800 }, timeoutMs: 700 })
  expect(countOf(entries, 'timeout')).toBe(60)
})

test('an init that overruns its limit fails, and runs again inside the first call', () => {
  const slow = { initMs: 12_000, durationMs: 50 }
  const traffic = [{ function: 'orders', pattern: 'at', atMs: [0, 30_000] }]
  const entries = journalOf({ model: slow, timeoutMs: 60_000 }, { traffic })
  expect(entries.find(({ kind }) => kind === 'ready')).toMatchObject({ at: 10_000_000, ok: false })
  expect([...runsOf(entries).values()]).toEqual([
    { ms: 12_050, start: 'cold', outcome: 'ok' },
    { ms: 50, start: 'warm', outcome: 'ok' },
  ])
  // With less time than the init needs, every call ends so.
  expect(countOf(journalOf({ model: slow, timeoutMs: 3000 }, { traffic }), 'timeout')).toBe(2)
})

test('under another policy the same calls take the same time: only their starts differ', () => {
  const model = { initMs: [100, 300], durationMs: { p50: 40, p95: 200 }, errorShare: 0.2 }
  const traffic = [{ function: 'orders', pattern: 'poisson', everyMs: 400 }]
  const short = runsOf(journalOf({ model, keepAliveMs: 100 }, { traffic }))
  const long = runsOf(journalOf({ model, keepAliveMs: 300_000 }, { traffic }))
  const workOf = (runs: typeof short) =>
    new Map([...runs].map(([id, { ms, outcome }]) => [id, `${outcome} ${ms}`]))
  expect(workOf(short)).toEqual(workOf(long))
  const coldOf = (runs: typeof short) => [...runs.values()].filter(({ start }) => start === 'cold').length
  expect(coldOf(short)).toBeGreaterThan(coldOf(long) * 3)
})

test('changes reach the function they name, at their moment from the begin on', () => {
  const changes = [
    { atMs: 40_000, function: 'orders', configure: { env: { COLOUR: 'green' } } },
    { atMs: 20_000, function: 'orders', deploy: { version: '2' } },
    { atMs: 50_000, function: 'orders', provision: 3 },
    { atMs: 10_000, function: 'mails', deploy: {} },
  ]
  const functions = ['orders', 'mails'].map((name) => ({ name, model: MODEL, version: '1' }))
  const [orders, mails] = simulations(scenario({ functions, changes }), unixMs(1000))
  expect([...orders!.simulation.changes!]).toEqual([
    { at: 21_000_000, change: { kind: 'deploy', version: '2' } },
    { at: 41_000_000, change: { kind: 'config' } },
    { at: 51_000_000, change: { kind: 'provision', containers: 3 } },
  ])
  expect([...mails!.simulation.changes!]).toEqual([{ at: 11_000_000, change: { kind: 'deploy' } }])
  const { causes } = outcomeOf(orders!)
  expect(causes).toEqual({ first: 1, deploy: 1, config: 1, provisioned: 3 })
})

test('a simulation can be played twice', () => {
  const [orders] = simulations(scenario())
  expect(outcomeOf(orders!)).toEqual(outcomeOf(orders!))
})

test('a function without a model is refused when it is to be simulated', () => {
  const live = scenario({ driver: 'live', functions: [{ sample: 'orders-api' }], traffic: [LIVE_TRAFFIC] })
  expect(() => simulations(live)).toThrow('model of orders-api in test must be given to simulate it')
})

const LIVE_TRAFFIC = { function: 'orders-api', pattern: 'steady', everyMs: 1000 }

test('calls of a trace run as long as it says: cold ones with what they took longer as their init', () => {
  const trace: TraceFunction = {
    name: 'run',
    coldExtraUs: 140_000,
    arrivals: [
      { at: 0, durationUs: 240_000, cold: true },
      { at: 1_000_000, durationUs: 100_000, cold: false },
      // Cold where it was recorded, warm here.
      { at: 2_000_000, durationUs: 250_000, cold: true },
      { at: 3_000_000, durationUs: null },
    ] as unknown as TraceFunction['arrivals'],
  }
  const [{ simulation }] = traceSimulations([trace], { policy: {}, durationMs: 7 }) as [
    ReturnType<typeof traceSimulations>[number],
  ]
  const entries: FunctionEntry[] = []
  simulate(simulation, (entry) => entries.push(entry))
  expect(entries.find(({ kind }) => kind === 'ready')).toMatchObject({ at: 140_000 })
  expect([...runsOf(entries).values()].map(({ ms, start }) => [ms, start])).toEqual([
    [100, 'cold'],
    [100, 'warm'],
    [110, 'warm'],
    [7, 'warm'],
  ])
})
