// What a number of somebody else may be before it is added up and divided by. Each bound is far beyond what Lambda
// can do, and far below where sums lose their last digits: one figure of nonsense would spoil every report it is in.

export interface Range {
  readonly least: number
  readonly most: number
  readonly whole?: boolean
}

export const RATIO: Range = { least: 0, most: 1 }
/** Durations and ages in milliseconds: ten years. A container lives for hours, a durable execution for a year. */
export const DURATION_MS: Range = { least: 0, most: 10 * 365 * 86_400_000 }
/** Invocations, of which the first is 1: a billion, one each millisecond for eleven days. */
export const ORDINAL: Range = { least: 1, most: 1e9, whole: true }
/** A worker thread's number. */
export const THREAD: Range = { least: 0, most: 1e9, whole: true }
/** Memory in bytes: 1 TiB, a hundred times what Lambda offers. */
export const MEMORY_BYTES: Range = { least: 0, most: 2 ** 40 }
/** The size of something that grows, in entries or bytes. */
export const SIZE: Range = { least: 0, most: Number.MAX_SAFE_INTEGER }

export function isWithin(value: number, { least, most, whole = false }: Range): boolean {
  // NaN is within nothing.
  return value >= least && value <= most && (!whole || Number.isInteger(value))
}
