import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readTrace } from '../src/load/trace/formats.ts'
import { traceSimulations } from '../src/load/trace/simulations.ts'
import type { TraceFunction } from '../src/load/trace/trace.ts'
import { outcomeOf } from './load-figures.ts'
import type { Outcome } from './load-figures.ts'

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const present = existsSync(`${DATA}golden.json`)

type Golden = Readonly<Record<string, Readonly<Record<string, unknown>>>>
const golden = (present ? JSON.parse(readFileSync(`${DATA}golden.json`, 'utf8')) : {}) as Readonly<
  Record<'azure2019' | 'azure2021', Golden>
>

function traceOf(...files: string[]): TraceFunction[] {
  return readTrace(files.map((name) => ({ name, text: readFileSync(`${DATA}${name}`, 'utf8') })))
}

const TRACES = {
  azure2019: () => traceOf('azure2019/100_invocations.csv', 'azure2019/100_durations.csv'),
  azure2021: () => traceOf('azure2021/Azure2021_200.csv'),
}

const keys = present
  ? (['azure2019', 'azure2021'] as const).flatMap((trace) =>
      Object.keys(golden[trace])
        .filter((key) => /^K\d+s_(?:MRU|LRU)$/.test(key))
        .map((key) => [trace, key] as const),
    )
  : []

/** What becomes of a trace's calls where a container is kept for the seconds in the key, and picked as it says. */
function outcomesOf(trace: readonly TraceFunction[], key: string): Outcome[] {
  const [, seconds, order] = /^K(\d+)s_(MRU|LRU)$/.exec(key)!
  const policy = {
    keepAliveMs: Number(seconds) * 1000,
    pick: order === 'MRU' ? ('most_recent' as const) : ('least_recent' as const),
    // The golden simulations know no other end of a container than its keep-alive, and no limit.
    maxAgeMs: Number.MAX_SAFE_INTEGER,
    concurrencyLimit: 1_000_000,
    scaleOut: { containers: 1_000_000, withinMs: 1 },
  }
  return traceSimulations(trace, { policy, initMs: 0 }).map(outcomeOf)
}

// A third of a million invocations each: a second or two, and more where others use the machine.
const PATIENCE = { timeout: 60_000 }

describe.skipIf(!present)('the golden simulations (../shared/data; skipped without it)', PATIENCE, () => {
  test('there are eight of them', () => {
    expect(keys).toHaveLength(8)
  })

  test.each(keys)('%s %s comes out as worked out elsewhere', (trace, key) => {
    expect(figuresOf(outcomesOf(TRACES[trace](), key))).toEqual(golden[trace][key])
  })

  test('so does azure2019 by what called the functions', () => {
    const trace = TRACES.azure2019()
    const triggers = new Map(trace.map(({ name, trigger }) => [name, trigger]))
    const byTrigger = Map.groupBy(outcomesOf(trace, 'K600s_MRU'), ({ name }) => triggers.get(name))
    const figures = [...byTrigger].map(([trigger, outcomes]) => [trigger, sharesOf(outcomes)] as const)
    expect(Object.fromEntries(figures)).toEqual(golden.azure2019['by_trigger_K600s_MRU'])
  })
})

function figuresOf(outcomes: readonly Outcome[]): unknown {
  const perContainer = outcomes.flatMap((outcome) => outcome.perContainer).toSorted((a, b) => a - b)
  const shares = sharesOf(outcomes)
  return {
    ...shares,
    containers: perContainer.length,
    reuse_ratio: 1 - perContainer.length / shares.invocations,
    invocations_per_container: spreadOf(perContainer),
    single_use_containers: perContainer.filter((invocations) => invocations === 1).length,
    max_peak_concurrency: Math.max(...outcomes.map(({ peakConcurrency }) => peakConcurrency)),
    cold_ratio_by_function: ratiosOf(outcomes),
  }
}

function sharesOf(outcomes: readonly Outcome[]) {
  const invocations = sum(outcomes.map((outcome) => outcome.invocations))
  const cold = sum(outcomes.map((outcome) => outcome.cold))
  return {
    functions: outcomes.length,
    invocations,
    cold,
    cold_ratio: cold / invocations,
    causes: causesOf(outcomes),
  }
}

function causesOf(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [cause, count] of outcomes.flatMap(({ causes }) => Object.entries(causes))) {
    const theirs = cause === 'idle_expiry' ? 'expired' : cause
    counts[theirs] = (counts[theirs] ?? 0) + count
  }
  return counts
}

function spreadOf(sorted: readonly number[]): unknown {
  return {
    n: sorted.length,
    mean: sum(sorted) / sorted.length,
    min: sorted[0],
    p50: median(sorted),
    p75: nearestRank(sorted, 0.75),
    p90: nearestRank(sorted, 0.9),
    p99: nearestRank(sorted, 0.99),
    max: sorted.at(-1),
  }
}

function ratiosOf(outcomes: readonly Outcome[]): unknown {
  const ratios = outcomes.map(({ cold, invocations }) => cold / invocations).toSorted((a, b) => a - b)
  return {
    p50: median(ratios),
    p75: nearestRank(ratios, 0.75),
    p90: nearestRank(ratios, 0.9),
    always_cold: ratios.filter((ratio) => ratio === 1).length,
    at_most_1pct: ratios.filter((ratio) => ratio <= 0.01).length,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

function nearestRank(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}
