/** How the swimlane is laid out, in CSS pixels. */
export interface Sizes {
  readonly width: number
  /** Of the whole canvas, axis included. */
  readonly height: number
  readonly labels: number
  readonly axis: number
  readonly laneHeight: number
  /** What can be scrolled through: all lanes and the axis. */
  readonly fullHeight: number
}

const AXIS = 26
const MOST = 520
const TALLEST = 30
/** From how many containers on lanes get how tall, the most first. */
const LANE_HEIGHTS = [
  [200, 3],
  [110, 4],
  [56, 6],
  [28, 10],
  [14, 16],
  [3, 24],
] as const

/**
 * Few containers get tall lanes; hundreds get thin ones, and a scroll bar when even those do not fit. Of `lanes` in all,
 * `shown` are alive in the range in view: the height stays, and those that are left grow into it.
 */
export function sizesOf(lanes: number, shown: number, width: number): Sizes {
  const least = LANE_HEIGHTS.find(([more]) => lanes > more)?.[1] ?? TALLEST
  const height = Math.min(MOST, AXIS + lanes * least)
  const fitting = Math.floor((height - AXIS) / Math.max(1, shown))
  const laneHeight = Math.min(TALLEST, Math.max(least, fitting))
  const labels = laneHeight < 14 ? 0 : width < 560 ? 58 : 84
  return {
    width,
    height,
    labels,
    axis: AXIS,
    laneHeight,
    fullHeight: Math.max(height, AXIS + shown * laneHeight),
  }
}
