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
const MOST = 480

/** Few containers get tall lanes; hundreds get thin ones, and a scroll bar when even those do not fit. */
export function sizesOf(lanes: number, width: number): Sizes {
  const laneHeight = lanes <= 3 ? 30 : lanes <= 14 ? 24 : lanes <= 28 ? 16 : lanes <= 56 ? 10 : 6
  const fullHeight = AXIS + lanes * laneHeight
  const labels = laneHeight < 14 ? 0 : width < 560 ? 58 : 84
  return { width, height: Math.min(MOST, fullHeight), labels, axis: AXIS, laneHeight, fullHeight }
}
