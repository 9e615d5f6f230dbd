import { clock, duration, exactMoment, shortContainer } from '../format.ts'
import { containerState, hrefOf, traceState } from '../state.ts'
import type { Spot } from './hit.ts'
import type { Track, Tracks } from './track.ts'

/** One invocation of the swimlane, in words. */
export interface Described {
  readonly container: string
  readonly when: string
  readonly start: Track['lane']['startKind'][number]
  readonly outcome: Track['lane']['outcome'][number]
  readonly took: string
  readonly init: string | null
  readonly idle: string | null
  readonly href: string
  readonly hasTrace: boolean
}

export function describe(tracks: Tracks, spot: Spot): Described | undefined {
  const track = tracks.list[spot.lane]
  const startMs = track?.start[spot.index]
  if (track === undefined || startMs === undefined) return undefined
  const { lane } = track
  const initMs = lane.initMs[spot.index] ?? null
  const beforeMs = track.reach[spot.index - 1]
  const traceId = lane.traceId[spot.index] ?? null
  return {
    container: lane.container,
    when: exactMoment(startMs),
    start: lane.startKind[spot.index] ?? 'warm',
    outcome: lane.outcome[spot.index] ?? 'ok',
    took: duration((track.end[spot.index] ?? startMs) - startMs),
    init: initMs === null ? null : duration(initMs),
    idle: beforeMs === undefined ? null : duration(Math.max(0, startMs - beforeMs)),
    href: hrefOf(traceId === null ? containerState(lane.container) : traceState(traceId)),
    hasTrace: traceId !== null,
  }
}

/** The same in one sentence, for a screen reader. */
export function spoken(tracks: Tracks, spot: Spot): string {
  const it = describe(tracks, spot)
  const track = tracks.list[spot.lane]
  if (it === undefined || track === undefined) return ''
  const init = it.init === null ? '' : `, init ${it.init}`
  const idle = it.idle === null ? '' : `, after ${it.idle} idle`
  return (
    `Container ${spot.lane + 1} of ${tracks.list.length}, ${shortContainer(it.container)}: ` +
    `invocation ${spot.index + 1} of ${track.start.length} at ${clock(track.start[spot.index] ?? 0, 1)}, ` +
    `${it.start} start${init}${idle}, ${it.outcome} in ${it.took}. ` +
    `Enter opens its ${it.hasTrace ? 'trace' : 'container'}.`
  )
}
