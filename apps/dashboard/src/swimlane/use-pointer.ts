import type { TargetedPointerEvent } from 'preact'
import { useState } from 'preact/hooks'
import type { Range } from '../state.ts'
import { type Spot, spotAt } from './hit.ts'
import { momentAt, type Scene } from './scene.ts'

/** Edges of the stretch being dragged over, in CSS pixels. */
export interface Drag {
  readonly from: number
  readonly to: number
}

interface Wishes {
  readonly point: (spot: Spot | null) => void
  readonly open: (spot: Spot) => void
  readonly select: (range: Range) => void
}

type Handler = (event: TargetedPointerEvent<HTMLElement>) => void

/** A drag of fewer pixels than this was a click. */
const CLICK_PX = 6

/** Hover points, click or tap opens, drag selects a range. A finger's drag is left to the page's scrolling. */
export function usePointer(
  scene: Scene,
  wishes: Wishes,
): { readonly drag: Drag | null; readonly handlers: Readonly<Record<string, Handler>> } {
  const [drag, setDrag] = useState<Drag | null>(null)
  const spotOf: (event: TargetedPointerEvent<HTMLElement>) => Spot | null = (event) => {
    const { x, y } = within(event)
    return spotAt(scene, x, y) ?? null
  }
  const down: Handler = (event) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ from: within(event).x, to: within(event).x })
  }
  const move: Handler = (event) => {
    if (drag === null) wishes.point(spotOf(event))
    else setDrag({ ...drag, to: within(event).x })
  }
  const up: Handler = (event) => {
    setDrag(null)
    if (drag !== null && Math.abs(drag.to - drag.from) > CLICK_PX) return wishes.select(rangeOf(scene, drag))
    const spot = drag !== null || event.pointerType === 'touch' ? spotOf(event) : null
    if (spot !== null) wishes.open(spot)
  }
  return {
    drag,
    handlers: {
      onPointerDown: down,
      onPointerMove: move,
      onPointerUp: up,
      onPointerCancel: () => setDrag(null),
      onPointerLeave: () => drag === null && wishes.point(null),
    },
  }
}

function within(event: TargetedPointerEvent<HTMLElement>): { readonly x: number; readonly y: number } {
  const box = event.currentTarget.getBoundingClientRect()
  return { x: event.clientX - box.left, y: event.clientY - box.top }
}

function rangeOf(scene: Scene, drag: Drag): Range {
  const [left, right] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)]
  return { fromMs: momentAt(scene, left), toMs: momentAt(scene, right) }
}
