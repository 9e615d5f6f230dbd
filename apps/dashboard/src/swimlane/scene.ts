import type { Range } from '../state.ts'
import { type Sizes, sizesOf } from './sizes.ts'
import { aliveIn, type Tracks } from './track.ts'

/** All that one frame depends on, colours apart. */
export interface Scene {
  readonly tracks: Tracks
  /** Lanes that have a row: those alive in the range, in order. */
  readonly shown: readonly number[]
  readonly range: Range
  /** CSS pixels scrolled away above. */
  readonly scroll: number
  readonly sizes: Sizes
}

export function sceneOf(tracks: Tracks, range: Range, scroll: number, width: number): Scene {
  const shown = aliveIn(tracks.list, range)
  const sizes = sizesOf(tracks.list.length, shown.length, width)
  return { tracks, shown, range, scroll: Math.min(scroll, sizes.fullHeight - sizes.height), sizes }
}

/** Where in a range a moment lies: 0 at its left edge, 1 at its right. */
export function share(range: Range, ms: number): number {
  return (ms - range.fromMs) / (range.toMs - range.fromMs)
}

/** The moment at an x of the canvas, in CSS pixels. */
export function momentAt({ range, sizes }: Scene, x: number): number {
  const at = (x - sizes.labels) / (sizes.width - sizes.labels)
  return range.fromMs + Math.min(1, Math.max(0, at)) * (range.toMs - range.fromMs)
}

/** The x of a moment, in CSS pixels, kept within the lanes. */
export function xOf({ range, sizes }: Scene, ms: number): number {
  return sizes.labels + Math.min(1, Math.max(0, share(range, ms))) * (sizes.width - sizes.labels)
}

/** The y at which a lane's row begins; undefined for a lane without one. */
export function yOf({ shown, sizes, scroll }: Scene, lane: number): number | undefined {
  const row = shown.indexOf(lane)
  return row === -1 ? undefined : sizes.axis + row * sizes.laneHeight - scroll
}
