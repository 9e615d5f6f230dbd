import { firstAtLeast, type Track } from './track.ts'

/** One invocation: its lane and its place in it. */
export interface Spot {
  readonly lane: number
  readonly index: number
}

/**
 * The invocation of a lane at a moment, or within `slackMs` of it: the worst one there, as in the picture, and of
 * equally bad ones the nearest. Found by binary search, then a walk over what lies within the slack.
 */
export function invocationAt(track: Track, ms: number, slackMs: number): number | undefined {
  const end = firstAtLeast(track.onset, ms + slackMs)
  let best: number | undefined
  let bestMark = -1
  let bestDistance = Infinity
  for (let i = firstAtLeast(track.reach, ms - slackMs); i < end; i++) {
    const distance = distanceTo(track, i, ms)
    const mark = Math.max(track.initMark[i] ?? 0, track.runMark[i] ?? 0)
    if (distance > slackMs || mark < bestMark || (mark === bestMark && distance >= bestDistance)) continue
    best = i
    bestMark = mark
    bestDistance = distance
  }
  return best
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
