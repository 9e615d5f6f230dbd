import type { ColdCost } from './cold.ts'
import type { Size } from './size.ts'
import type { Variant } from './variants.ts'
import type { MemoryCost, WarmCost } from './warm.ts'

/** A limit that was set, and what was met. */
export interface Verdict {
  readonly goal: string
  readonly met: boolean
}

const COLD_MS = { bundled: 9, plain: 12 }
const FIRST_MS = 3
const COLD_CACHED_MS = 8
const WARM_US = { p50: 20, p99: 75 }
const RSS_MB = 12
const HEAP_AT_LOAD_MB = 2.5
const HEAP_BYTES_PER_INVOCATION = 10
const SIZE_KB = 40

export function judgeCold({ goals }: Variant, { cpu, first }: ColdCost): readonly Verdict[] {
  if (goals !== 'bundled' && goals !== 'plain') return []
  return [
    verdict('cold', cpu.median, COLD_MS[goals], 'ms'),
    verdict('first invocation', first.median, FIRST_MS, 'ms'),
  ]
}

export function judgeCached({ cpu }: ColdCost): readonly Verdict[] {
  return [verdict('cold', cpu.median, COLD_CACHED_MS, 'ms')]
}

export function judgeWarm({ goals }: Variant, { p50Us, p99Us, rssMb }: WarmCost): readonly Verdict[] {
  if (goals !== 'warm') return []
  return [
    verdict('median', p50Us.median, WARM_US.p50, 'µs'),
    verdict('p99', p99Us.median, WARM_US.p99, 'µs'),
    verdict('resident', rssMb.median, RSS_MB, 'MB'),
  ]
}

export function judgeMemory({ goals }: Variant, cost: MemoryCost): readonly Verdict[] {
  if (goals !== 'warm') return []
  return [
    verdict('at load', cost.heapAtLoad.median / 1e6, HEAP_AT_LOAD_MB, 'MB'),
    verdict('growth', cost.heapPerInvocation.median, HEAP_BYTES_PER_INVOCATION, 'B'),
  ]
}

export function judgeSize({ bytes }: Size): readonly Verdict[] {
  return [verdict('size', bytes / 1000, SIZE_KB, 'kB')]
}

function verdict(what: string, value: number, limit: number, unit: string): Verdict {
  return { goal: `${what} <= ${limit} ${unit}`, met: value <= limit }
}
