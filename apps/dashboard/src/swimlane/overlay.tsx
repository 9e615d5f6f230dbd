import type { JSX } from 'preact'
import { Card } from './card.tsx'
import { describe } from './describe.ts'
import { isInView, type Spot } from './hit.ts'
import { type Scene, xOf, yOf } from './scene.ts'
import type { Drag } from './use-pointer.ts'

/** The stretch being dragged over. */
export function Selection({ drag, scene }: { readonly drag: Drag; readonly scene: Scene }): JSX.Element {
  const left = Math.max(scene.sizes.labels, Math.min(drag.from, drag.to))
  const width = Math.max(0, Math.max(drag.from, drag.to) - left)
  const { axis, height } = scene.sizes
  const place = { left: `${left}px`, width: `${width}px`, top: `${axis}px`, height: `${height - axis}px` }
  return <div class="swimlane-selection" style={place} />
}

/** A frame round the invocation pointed at, and its card. Nothing when it is out of the range or of sight. */
export function Pointed({ spot, scene }: { readonly spot: Spot; readonly scene: Scene }): JSX.Element | null {
  const { sizes } = scene
  const track = scene.tracks.list[spot.lane]
  const described = describe(scene.tracks, spot)
  const top = yOf(scene, spot.lane)
  if (track === undefined || described === undefined || top === undefined) return null
  if (!isInView(scene, spot)) return null
  if (top < sizes.axis - sizes.laneHeight || top > sizes.height) return null
  const left = xOf(scene, track.initStart[spot.index] ?? 0)
  const right = xOf(scene, track.end[spot.index] ?? 0)
  const flip = left > sizes.width * 0.6
  const frame = {
    left: `${left - 2}px`,
    width: `${Math.max(2, right - left) + 4}px`,
    top: `${top - 1}px`,
    height: `${sizes.laneHeight}px`,
  }
  return (
    <>
      <div class="swimlane-cursor" style={frame} />
      <Card of={described} left={flip ? right : left} top={top + sizes.laneHeight + 6} flip={flip} />
    </>
  )
}
