import type { Range } from '../state.ts'
import type { Tracks } from './track.ts'

// Zooming and panning: from one range to the next, never outside the data, never below a tenth of a millisecond.

const NARROWEST_MS = 0.1
const MARGIN = 0.012

/** All there is, with a little air on both sides so that the first and last bar are not cut by the edge. */
export function everything(tracks: Pick<Tracks, 'fromMs' | 'toMs'>): Range {
  const air = (tracks.toMs - tracks.fromMs) * MARGIN
  return { fromMs: tracks.fromMs - air, toMs: tracks.toMs + air }
}

/** Makes the range `factor` times as wide; the moment at `at` (0 left edge, 1 right edge) stays where it is. */
export function zoom(range: Range, factor: number, at: number, within: Range): Range {
  const width = range.toMs - range.fromMs
  const wanted = Math.max(NARROWEST_MS, width * factor)
  const fixed = range.fromMs + width * at
  return fit({ fromMs: fixed - wanted * at, toMs: fixed + wanted * (1 - at) }, within)
}

/** Moves the range by a share of its own width; to the right when positive. */
export function pan(range: Range, share: number, within: Range): Range {
  const by = (range.toMs - range.fromMs) * share
  return fit({ fromMs: range.fromMs + by, toMs: range.toMs + by }, within)
}

/** Moves the range as little as it takes to show the moment. */
export function reveal(range: Range, ms: number, within: Range): Range {
  const width = range.toMs - range.fromMs
  if (ms >= range.fromMs && ms <= range.toMs) return range
  return fit({ fromMs: ms - width / 2, toMs: ms + width / 2 }, within)
}

/** The range pushed back inside `within`; all of it when it is as wide or wider. */
export function fit(range: Range, within: Range): Range {
  const width = range.toMs - range.fromMs
  if (width >= within.toMs - within.fromMs) return within
  if (range.fromMs < within.fromMs) return { fromMs: within.fromMs, toMs: within.fromMs + width }
  if (range.toMs > within.toMs) return { fromMs: within.toMs - width, toMs: within.toMs }
  return range
}

/** As few digits as still tell pixels apart, for a short URL. */
export function rounded(range: Range): Range {
  const scale = 10 ** Math.min(3, Math.max(0, Math.ceil(3 - Math.log10(range.toMs - range.fromMs))))
  return {
    fromMs: Math.floor(range.fromMs * scale) / scale,
    toMs: Math.ceil(range.toMs * scale) / scale,
  }
}
