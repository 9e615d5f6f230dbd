import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { arrivals } from '../src/load/demo/arrivals.ts'
import type { Arrival } from '../src/load/demo/arrivals.ts'
import { startTraffic } from '../src/index.ts'
import { SAMPLE_FUNCTIONS, SAMPLE_KEEP_ALIVE_MS } from '../src/index.ts'
import type { InvocationResult } from '../src/index.ts'
import { seeded } from '../src/random.ts'

const MINUTE_MS = 60_000
const names = SAMPLE_FUNCTIONS.map(({ name }) => name)

function within(untilMs: number, seed = 1): Arrival[] {
  const found: Arrival[] = []
  for (const arrival of arrivals(seeded(seed))) {
    if (arrival.at >= untilMs) return found
    found.push(arrival)
  }
  return found
}

function momentsOf(functionName: string, all: readonly Arrival[]): number[] {
  return all.filter((arrival) => arrival.functionName === functionName).map(({ at }) => at)
}

test('the same seed is the same traffic, another seed another', () => {
  expect(within(MINUTE_MS)).toEqual(within(MINUTE_MS))
  expect(within(MINUTE_MS, 2)).not.toEqual(within(MINUTE_MS))
})

test('the opening calls every function several times, two at once to scale out, and the leaking one 25 times', () => {
  const opening = within(18_000)
  for (const name of names) {
    const moments = momentsOf(name, opening)
    expect(moments.length).toBeGreaterThanOrEqual(6)
  }
  const bursts = names.filter(
    (name) => new Set(momentsOf(name, opening)).size < momentsOf(name, opening).length,
  )
  expect(bursts).toEqual(['orders-api', 'report-stream', 'pdf-render'])
  expect(momentsOf('mail-queue', opening)).toHaveLength(44)
})

test('afterwards it comes in order of time, at most two a second, with pauses longer than the keep-alive', () => {
  const all = within(30 * MINUTE_MS)
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => a - b))
  expect(all.length / (30 * 60)).toBeLessThan(2)
  for (const name of ['mail-queue', 'report-stream', 'pdf-render']) {
    const moments = momentsOf(name, all)
    const pauses = moments.filter((at, index) => at - (moments[index - 1] ?? at) > SAMPLE_KEEP_ALIVE_MS)
    expect(pauses.length).toBeGreaterThan(5)
  }
})

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('on a lab that answers nothing, no more than eight invocations pile up', async () => {
  const { promise, resolve } = Promise.withResolvers<InvocationResult>()
  let calls = 0
  const traffic = startTraffic({ invoke: () => ((calls += 1), promise) }, { onFailure: () => {} })
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  expect(calls).toBe(8)
  resolve({} as InvocationResult)
  await traffic.stop()
})

test('what the lab could not run is reported, and after stop nothing is called any more', async () => {
  const failures: unknown[] = []
  const refusal = new Error('no more processes')
  const invoke = (): Promise<InvocationResult> => Promise.reject(refusal)
  const traffic = startTraffic({ invoke }, { onFailure: (error) => failures.push(error) })
  await vi.advanceTimersByTimeAsync(2000)
  await traffic.stop()
  const seen = failures.length
  expect(seen).toBeGreaterThan(3)
  expect(failures.every((failure) => failure === refusal)).toBe(true)
  await vi.advanceTimersByTimeAsync(MINUTE_MS)
  expect(failures).toHaveLength(seen)
})
