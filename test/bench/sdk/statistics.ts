/** The middle of several measurements, and how far the middle half of them lies apart. */
export interface Spread {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** Median and quartiles, between neighbours where they fall between. NaN when there are no values. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: at(sorted, 0.5), low: at(sorted, 0.25), high: at(sorted, 0.75) }
}

/** `share` is 0.5 for the median; between neighbours where it falls between. NaN when there are no values. */
export function quantile(values: readonly number[], share: number): number {
  return at(
    values.toSorted((a, b) => a - b),
    share,
  )
}

/** The spread of what the second of each pair has over the first. */
export function spreadOver<T>(pairs: readonly (readonly [T, T])[], read: (one: T) => number): Spread {
  return spread(pairs.map(([bare, variant]) => read(variant) - read(bare)))
}

function at(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN]
  return below + (above - below) * (place - Math.floor(place))
}
