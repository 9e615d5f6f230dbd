import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readTrace } from '../src/load/trace/formats.ts'
import { traceSimulations } from '../src/load/trace/simulations.ts'
import type { TraceFunction } from '../src/load/trace/trace.ts'
import { outcomeOf } from './load-figures.ts'

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const RUNS = join(DATA, 'aws-real-traces')

interface Golden {
  readonly invocations: number
  readonly cold: number
  readonly containers: number
  readonly peak_concurrency: number
}

describe.skipIf(!existsSync(RUNS))('three runs on AWS (../shared/data; skipped without it)', () => {
  const golden = existsSync(RUNS)
    ? (JSON.parse(readFileSync(join(DATA, 'golden.json'), 'utf8')) as Record<string, Record<string, Golden>>)
    : {}
  const names = existsSync(RUNS) ? readdirSync(RUNS).filter((name) => name.endsWith('.csv')) : []

  test.each(names)('%s is read whole, with what cold calls took longer', (name) => {
    const { arrivals, coldExtraUs } = runOf(name)
    const calls = [...arrivals]
    const expected = golden['aws-real-traces']![name]!
    expect(calls).toHaveLength(expected.invocations)
    expect(calls.filter(({ cold }) => cold === true)).toHaveLength(expected.cold)
    expect(new Set(calls.map(({ container }) => container)).size).toBe(expected.containers)
    // Some 1,980 ms against some 1,850: what the handler did once, beside the init before it.
    expect(coldExtraUs! / 1000).toBeGreaterThan(120)
    expect(coldExtraUs! / 1000).toBeLessThan(145)
  })

  test.each(names)('%s runs as many at once simulated as it did on AWS', (name) => {
    const [simulation] = traceSimulations([runOf(name)], { policy: { keepAliveMs: 600_000 } })
    const { invocations, peakConcurrency } = outcomeOf(simulation!)
    const expected = golden['aws-real-traces']![name]!
    expect(invocations).toBe(expected.invocations)
    expect(peakConcurrency).toBe(expected.peak_concurrency)
  })

  function runOf(name: string): TraceFunction {
    return readTrace([{ name, text: readFileSync(join(RUNS, name), 'utf8') }])[0]!
  }
})
