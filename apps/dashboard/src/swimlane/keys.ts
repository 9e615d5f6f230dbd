import type { Range } from '../state.ts'
import { moved } from './cursor.ts'
import { isInView, type Spot } from './hit.ts'
import { type Scene, share } from './scene.ts'
import { pan, zoom } from './window.ts'

/** What a key means to the swimlane. */
export type KeyMeaning =
  | { readonly kind: 'open' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'move'; readonly to: Spot }
  | { readonly kind: 'show'; readonly range: Range }

/** Undefined for a key that means nothing here and is left to the browser. */
export function meaningOf(key: string, scene: Scene, spot: Spot | null, full: Range): KeyMeaning | undefined {
  if (key === 'Enter') return spot === null ? undefined : entered(scene, spot)
  if (key === 'Escape') return { kind: 'clear' }
  const to = moved(scene.tracks.list, spot, key)
  if (to !== undefined) return { kind: 'move', to }
  const range = rangeAfter(key, scene.range, anchorOf(scene, spot), full)
  return range === undefined ? undefined : { kind: 'show', range }
}

// What has been panned out of sight is brought back first: nobody should open what they do not see.
function entered(scene: Scene, spot: Spot): KeyMeaning {
  return isInView(scene, spot) ? { kind: 'open' } : { kind: 'move', to: spot }
}

/** What a zoom holds in place, 0 the left edge and 1 the right: the invocation pointed at, else the middle. */
function anchorOf(scene: Scene, spot: Spot | null): number {
  if (spot === null || !isInView(scene, spot)) return 0.5
  const startMs = scene.tracks.list[spot.lane]?.start[spot.index] ?? 0
  return Math.min(1, Math.max(0, share(scene.range, startMs)))
}

function rangeAfter(key: string, range: Range, anchor: number, full: Range): Range | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoom(range, 0.5, anchor, full)
    case '-':
      return zoom(range, 2, anchor, full)
    case 'PageUp':
      return pan(range, -0.5, full)
    case 'PageDown':
      return pan(range, 0.5, full)
    case '0':
      return full
    default:
      return undefined
  }
}
