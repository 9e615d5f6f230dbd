import { type Half, markIn, NOTHING, rankIn } from './marks.ts'
import { momentAt, type Scene } from './scene.ts'
import { firstAtLeast, type Track } from './track.ts'

/** One invocation: its lane and its place in it. */
export interface Spot {
  readonly lane: number
  readonly index: number
}

const SLACK_PX = 4

/** The invocation under a point of the canvas, in CSS pixels, with a few of slack. */
export function spotAt(scene: Scene, x: number, y: number): Spot | undefined {
  const { sizes, range, shown } = scene
  if (y < sizes.axis || x < sizes.labels) return undefined
  const row = (y - sizes.axis + scene.scroll) / sizes.laneHeight
  const lane = shown[Math.floor(row)]
  const track = lane === undefined ? undefined : scene.tracks.list[lane]
  if (lane === undefined || track === undefined) return undefined
  const slackMs = ((range.toMs - range.fromMs) / (sizes.width - sizes.labels)) * SLACK_PX
  const index = invocationAt(track, momentAt(scene, x), slackMs, row % 1 < 0.5 ? 'upper' : 'lower')
  return index === undefined ? undefined : { lane, index }
}

/**
 * The invocation of a lane at a moment, or within `slackMs` of it: the worst one there, as that half of the lane shows
 * it, and of equally bad ones the nearest. Found by binary search, then a walk over what lies within the slack.
 */
export function invocationAt(track: Track, ms: number, slackMs: number, half: Half): number | undefined {
  const end = firstAtLeast(track.onset, ms + slackMs)
  let best: number | undefined
  let bestRank = -1
  let bestDistance = Infinity
  for (let i = firstAtLeast(track.reach, ms - slackMs); i < end; i++) {
    const distance = distanceTo(track, i, ms)
    const rank = rankIn(half, markIn(half, track.initMark[i] ?? NOTHING, track.runMark[i] ?? NOTHING))
    if (distance > slackMs || rank < bestRank || (rank === bestRank && distance >= bestDistance)) continue
    best = i
    bestRank = rank
    bestDistance = distance
  }
  return best
}

/** True if any of the invocation, its init included, lies within the range in view. */
export function isInView({ tracks, range }: Scene, spot: Spot): boolean {
  const track = tracks.list[spot.lane]
  const fromMs = track?.initStart[spot.index] ?? Infinity
  const toMs = track?.end[spot.index] ?? -Infinity
  return fromMs <= range.toMs && toMs >= range.fromMs
}

/** The invocation of a lane that is nearest to a moment, however far. */
export function nearestTo(track: Track, ms: number): number {
  const after = Math.min(firstAtLeast(track.start, ms), track.start.length - 1)
  const before = Math.max(0, after - 1)
  return distanceTo(track, before, ms) <= distanceTo(track, after, ms) ? before : after
}

function distanceTo(track: Track, index: number, ms: number): number {
  const from = track.initStart[index] ?? 0
  const to = track.end[index] ?? 0
  return Math.max(0, from - ms, ms - to)
}
