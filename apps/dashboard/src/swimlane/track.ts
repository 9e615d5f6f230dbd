import type { Lane } from '@thermocline/wire'
import type { Range } from '../state.ts'
import { initMark, NOTHING, runMark } from './marks.ts'

/** A lane ready to be drawn: flat arrays, made once per answer, read for every frame. */
export interface Track {
  readonly lane: Lane
  readonly start: Float64Array
  readonly end: Float64Array
  /** Where drawing begins: the init's start where its duration is known, else the invocation's. */
  readonly initStart: Float64Array
  /** Latest end up to and with this entry. Rises, so it can be searched even where invocations overlap. */
  readonly reach: Float64Array
  /** Earliest beginning from this entry on. Rises too. */
  readonly onset: Float64Array
  readonly initMark: Uint8Array
  readonly runMark: Uint8Array
}

export interface Tracks {
  readonly list: readonly Track[]
  readonly bars: number
  readonly fromMs: number
  readonly toMs: number
}

export function tracksOf(lanes: readonly Lane[]): Tracks {
  const list = lanes.filter((lane) => lane.startMs.length > 0).map(trackOf)
  let fromMs = Infinity
  let toMs = -Infinity
  let bars = 0
  for (const track of list) {
    fromMs = Math.min(fromMs, track.onset[0] ?? Infinity)
    toMs = Math.max(toMs, track.reach.at(-1) ?? -Infinity)
    bars += track.start.length
  }
  return list.length === 0
    ? { list, bars, fromMs: 0, toMs: 1 }
    : { list, bars, fromMs, toMs: Math.max(toMs, fromMs + 1) }
}

/** First index whose value is at least `wanted`; the length when there is none. `values` must rise. */
export function firstAtLeast(values: Float64Array, wanted: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? Infinity) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Indices of the tracks whose containers were seen in the range, frozen or not. */
export function aliveIn(tracks: readonly Track[], range: Range): readonly number[] {
  return tracks.flatMap((track, i) => {
    const isAlive =
      (track.onset[0] ?? Infinity) <= range.toMs && (track.reach.at(-1) ?? -Infinity) >= range.fromMs
    return isAlive ? [i] : []
  })
}

function trackOf(lane: Lane): Track {
  const length = lane.startMs.length
  const start = Float64Array.from(lane.startMs)
  const end = Float64Array.from(lane.endMs)
  const initStart = Float64Array.from(start)
  const init = new Uint8Array(length)
  const run = new Uint8Array(length)
  for (let i = 0; i < length; i++) {
    const kind = lane.startKind[i] ?? 'warm'
    const initMs = lane.initMs[i] ?? null
    init[i] = initMark(kind)
    run[i] = runMark(kind, lane.outcome[i] ?? 'ok')
    if (initMs !== null && init[i] !== NOTHING) initStart[i] = (start[i] ?? 0) - initMs
  }
  return {
    lane,
    start,
    end,
    initStart,
    reach: risingMax(end),
    onset: risingMin(initStart),
    initMark: init,
    runMark: run,
  }
}

function risingMax(values: Float64Array): Float64Array {
  let most = -Infinity
  return values.map((value) => (most = Math.max(most, value)))
}

function risingMin(values: Float64Array): Float64Array {
  const result = Float64Array.from(values)
  for (let i = result.length - 2; i >= 0; i--) {
    result[i] = Math.min(result[i] ?? Infinity, result[i + 1] ?? Infinity)
  }
  return result
}
