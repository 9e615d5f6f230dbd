import type { TraceSpan } from '@thermocline/wire'

// The time axis of a trace. A stretch in which nothing runs (a container initialised long before its first
// invocation, work that fires minutes after) would squash everything else, so long ones are cut out and shown as a break.

/** A stretch of the axis: `fromMs`..`toMs` is drawn over `left`..`right`, both shares of the width. */
export interface Segment {
  readonly fromMs: number
  readonly toMs: number
  readonly left: number
  readonly right: number
  readonly isBreak: boolean
}

const BREAK_WIDTH = 0.05
/** A pause is cut when it is longer than this share of all the time in which something ran. */
const LONG = 0.75

export function segmentsOf(spans: readonly Pick<TraceSpan, 'startMs' | 'endMs'>[]): readonly Segment[] {
  const islands = islandsOf(spans)
  const busyMs = islands.reduce((sum, island) => sum + island.toMs - island.fromMs, 0)
  const joined = join(islands, Math.max(busyMs * LONG, 1))
  const shownMs = joined.reduce((sum, island) => sum + island.toMs - island.fromMs, 0)
  const room = 1 - BREAK_WIDTH * (joined.length - 1)
  const segments: Segment[] = []
  let left = 0
  for (const [i, island] of joined.entries()) {
    const before = joined[i - 1]
    if (before !== undefined) {
      segments.push({
        fromMs: before.toMs,
        toMs: island.fromMs,
        left,
        right: left + BREAK_WIDTH,
        isBreak: true,
      })
      left += BREAK_WIDTH
    }
    const share = shownMs === 0 ? 1 / joined.length : (island.toMs - island.fromMs) / shownMs
    segments.push({ ...island, left, right: left + share * room, isBreak: false })
    left += share * room
  }
  return segments
}

/** Share of the width, 0 to 1, at which a moment is drawn. */
export function placeOf(segments: readonly Segment[], ms: number): number {
  const segment = segments.find((one) => ms <= one.toMs) ?? segments.at(-1)
  if (segment === undefined) return 0
  const length = segment.toMs - segment.fromMs
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, (ms - segment.fromMs) / length))
  return segment.left + share * (segment.right - segment.left)
}

/** The span that the trace is about: the server or consumer span on top, else the first. */
export function rootOf(spans: readonly TraceSpan[]): TraceSpan | undefined {
  const entry = spans.find((one) => one.depth === 0 && (one.kind === 'server' || one.kind === 'consumer'))
  return entry ?? spans.find((one) => one.kind === 'server' || one.kind === 'consumer') ?? spans[0]
}

interface Island {
  readonly fromMs: number
  readonly toMs: number
}

function islandsOf(spans: readonly Pick<TraceSpan, 'startMs' | 'endMs'>[]): readonly Island[] {
  const sorted = spans.toSorted((a, b) => a.startMs - b.startMs)
  const islands: { fromMs: number; toMs: number }[] = []
  for (const one of sorted) {
    const open = islands.at(-1)
    if (open !== undefined && one.startMs <= open.toMs) open.toMs = Math.max(open.toMs, one.endMs)
    else islands.push({ fromMs: one.startMs, toMs: Math.max(one.startMs, one.endMs) })
  }
  return islands
}

function join(islands: readonly Island[], longMs: number): readonly Island[] {
  const joined: { fromMs: number; toMs: number }[] = []
  for (const island of islands) {
    const open = joined.at(-1)
    if (open !== undefined && island.fromMs - open.toMs <= longMs) open.toMs = island.toMs
    else joined.push({ ...island })
  }
  return joined
}
