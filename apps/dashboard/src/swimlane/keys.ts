import type { Range } from '../state.ts'
import { moved } from './cursor.ts'
import type { Spot } from './hit.ts'
import type { Scene } from './scene.ts'
import { pan, zoom } from './window.ts'

/** What a key means to the swimlane. */
export type KeyMeaning =
  | { readonly kind: 'open' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'move'; readonly to: Spot }
  | { readonly kind: 'show'; readonly range: Range }

/** Undefined for a key that means nothing here and is left to the browser. */
export function meaningOf(key: string, scene: Scene, spot: Spot | null, full: Range): KeyMeaning | undefined {
  if (key === 'Enter') return spot === null ? undefined : { kind: 'open' }
  if (key === 'Escape') return { kind: 'clear' }
  const to = moved(scene.tracks.list, spot, key)
  if (to !== undefined) return { kind: 'move', to }
  const range = rangeAfter(key, scene.range, full)
  return range === undefined ? undefined : { kind: 'show', range }
}

function rangeAfter(key: string, range: Range, full: Range): Range | undefined {
  switch (key) {
    case '+':
    case '=':
      return zoom(range, 0.5, 0.5, full)
    case '-':
      return zoom(range, 2, 0.5, full)
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
