import type { Percentiles, Spread } from '@thermocline/wire'

/** Nearest rank: the smallest value that at least `share` of the values do not exceed. Null for no values. */
export function nearestRank(ascending: readonly number[], share: number): number | null {
  if (ascending.length === 0) return null
  // Without the epsilon 0.95 * 20 would be 19.000000000000004 on some inputs, and the rank one too high.
  const rank = Math.max(1, Math.ceil(share * ascending.length - 1e-9))
  return ascending[rank - 1]!
}

/** The middle value, or the mean of the two middle ones. Null for no values. */
export function midpointMedian(ascending: readonly number[]): number | null {
  if (ascending.length === 0) return null
  const upper = ascending[Math.floor(ascending.length / 2)]!
  const lower = ascending[Math.floor((ascending.length - 1) / 2)]!
  return (lower + upper) / 2
}

export function percentiles(values: Iterable<number>): Percentiles {
  const ascending = sorted(values)
  return {
    p50: nearestRank(ascending, 0.5),
    p95: nearestRank(ascending, 0.95),
    p99: nearestRank(ascending, 0.99),
    max: ascending.at(-1) ?? null,
  }
}

export function spread(values: Iterable<number>): Spread {
  const ascending = sorted(values)
  return {
    p50: midpointMedian(ascending),
    p90: nearestRank(ascending, 0.9),
    max: ascending.at(-1) ?? null,
  }
}

function sorted(values: Iterable<number>): number[] {
  return [...values].toSorted((a, b) => a - b)
}
