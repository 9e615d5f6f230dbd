import type { Range } from '../state.ts'
import { invocationAt, type Spot } from './hit.ts'
import type { Sizes } from './sizes.ts'
import type { Tracks } from './track.ts'

const SLACK_PX = 4

/** The moment at an x of the canvas, in CSS pixels. */
export function momentAt(x: number, range: Range, sizes: Sizes): number {
  const share = (x - sizes.labels) / (sizes.width - sizes.labels)
  return range.fromMs + Math.min(1, Math.max(0, share)) * (range.toMs - range.fromMs)
}

/** The lane at a y of the canvas; undefined over the axis and below the last lane. */
export function laneAt(y: number, scroll: number, sizes: Sizes, lanes: number): number | undefined {
  const lane = Math.floor((y - sizes.axis + scroll) / sizes.laneHeight)
  return y < sizes.axis || lane < 0 || lane >= lanes ? undefined : lane
}

/** The invocation under a point, with a few pixels of slack. */
export function spotAt(
  tracks: Tracks,
  x: number,
  y: number,
  range: Range,
  scroll: number,
  sizes: Sizes,
): Spot | undefined {
  const lane = laneAt(y, scroll, sizes, tracks.list.length)
  const track = lane === undefined ? undefined : tracks.list[lane]
  if (lane === undefined || track === undefined || x < sizes.labels) return undefined
  const slackMs = ((range.toMs - range.fromMs) / (sizes.width - sizes.labels)) * SLACK_PX
  const index = invocationAt(track, momentAt(x, range, sizes), slackMs)
  return index === undefined ? undefined : { lane, index }
}
