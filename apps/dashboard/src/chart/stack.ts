import { type FunctionAnswer, type Start, STARTS } from '@thermocline/wire'

type Buckets = FunctionAnswer['buckets']

/** Columns for stacked bars: the topmost first, each reaching from zero to the sum of itself and those under it. */
export interface Stack {
  /** The middle of each bucket. */
  readonly seconds: readonly number[]
  readonly layers: readonly {
    readonly start: Start
    readonly tops: readonly number[]
    readonly values: readonly number[]
  }[]
}

/** Buckets as stacked layers of the start kinds that occur; warm ones only when asked for, at the bottom. */
export function stackOf(buckets: Buckets, warm: boolean): Stack {
  const kinds = STARTS.filter(
    (start) => (warm || start !== 'warm') && buckets.rows.some((one) => one.starts[start] > 0),
  )
  const sums = buckets.rows.map(() => 0)
  const rising = kinds.toReversed().map((start) => {
    const values = buckets.rows.map((one) => one.starts[start])
    const tops = values.map((value, i) => (sums[i] = (sums[i] ?? 0) + value))
    return { start, tops, values }
  })
  return {
    seconds: buckets.rows.map((one) => (one.startMs + buckets.widthMs / 2) / 1000),
    layers: rising.toReversed(),
  }
}
