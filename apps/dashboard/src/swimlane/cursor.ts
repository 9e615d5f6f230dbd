import { nearestTo, type Spot } from './hit.ts'
import type { Track } from './track.ts'

/** Where the keyboard's cursor goes; undefined for a key that does not move it. */
export function moved(tracks: readonly Track[], spot: Spot | null, key: string): Spot | undefined {
  if (!STEPS.has(key) || tracks.length === 0) return undefined
  if (spot === null) return { lane: 0, index: 0 }
  const track = tracks[spot.lane]
  if (track === undefined) return { lane: 0, index: 0 }
  const last = track.start.length - 1
  switch (key) {
    case 'ArrowLeft':
      return { ...spot, index: Math.max(0, spot.index - 1) }
    case 'ArrowRight':
      return { ...spot, index: Math.min(last, spot.index + 1) }
    case 'Home':
      return { ...spot, index: 0 }
    case 'End':
      return { ...spot, index: last }
    default:
      return across(tracks, spot, track, key === 'ArrowUp' ? -1 : 1)
  }
}

const STEPS: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'])

function across(tracks: readonly Track[], spot: Spot, track: Track, by: number): Spot {
  const lane = Math.min(tracks.length - 1, Math.max(0, spot.lane + by))
  const next = tracks[lane]
  if (next === undefined || lane === spot.lane) return spot
  return { lane, index: nearestTo(next, track.start[spot.index] ?? 0) }
}
