import type { Reading } from './reading.ts'

/** What an invocation may leave on the heap for good. */
const MOST_GROWTH_BYTES = 10

/** Bytes of heap that an invocation left: the median slope over all pairs of readings, which no single one can move. */
export function growthBytes(readings: readonly Reading[]): number {
  const slopes = readings.flatMap((early, index) =>
    readings
      .slice(index + 1)
      .map((late) => (late.heapBytes - early.heapBytes) / (late.invocations - early.invocations)),
  )
  return slopes.toSorted((a, b) => a - b)[Math.floor(slopes.length / 2)] ?? NaN
}

/** What the SDK left behind, in sentences, with what the bare handler and the harness left taken off. */
export function faults(wrapped: readonly Reading[], bare: readonly Reading[]): string[] {
  const growth = growthBytes(wrapped) - growthBytes(bare)
  const grew = growth <= MOST_GROWTH_BYTES ? [] : [`the heap grew by ${growth.toFixed(1)} B an invocation`]
  return [...grew, ...changes(wrapped)]
}

function changes(readings: readonly Reading[]): string[] {
  const first = readings[0]?.held ?? {}
  const last = readings.at(-1)?.held ?? {}
  const names = [...new Set([...Object.keys(first), ...Object.keys(last)])]
  return names
    .filter((name) => first[name] !== last[name])
    .map((name) => `${name}: ${first[name] ?? 0}, later ${last[name] ?? 0}`)
}

/** Growth of the resident set from the first reading to the last. */
export function rssGrowthMb(readings: readonly Reading[]): number {
  return ((readings.at(-1)?.rssBytes ?? NaN) - (readings[0]?.rssBytes ?? NaN)) / 1_048_576
}
