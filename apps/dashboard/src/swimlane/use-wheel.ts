import { useEffect, useRef } from 'preact/hooks'

/** `amount` is a factor for a zoom, and a share of the width for a pan; `x` is in CSS pixels from the left edge. */
export interface Turn {
  readonly kind: 'zoom' | 'pan'
  readonly amount: number
  readonly x: number
}

const ZOOM_SPEED = 0.0022
const PAN_SPEED = 0.0012

/**
 * Ctrl or Cmd with the wheel (a pinch on a trackpad is the same event) zooms, and so does the wheel alone once the
 * element has the focus; sideways turns pan. Otherwise the wheel scrolls the page: a chart must not catch it in passing.
 */
export function useWheel(place: { readonly current: HTMLElement | null }, turn: (turn: Turn) => void): void {
  const latest = useRef(turn)
  latest.current = turn
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const onWheel = (event: WheelEvent): void => {
      const met = turnOf(event, element)
      if (met === undefined) return
      event.preventDefault()
      latest.current(met)
    }
    // Not passive, for a listener that may keep the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [])
}

function turnOf(event: WheelEvent, element: HTMLElement): Turn | undefined {
  const x = event.clientX - element.getBoundingClientRect().left
  const sideways = event.shiftKey ? event.deltaX + event.deltaY : event.deltaX
  if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
    return { kind: 'pan', amount: sideways * PAN_SPEED, x }
  const meant = event.ctrlKey || event.metaKey || document.activeElement === element
  if (!meant || event.deltaY === 0) return undefined
  return { kind: 'zoom', amount: Math.exp(event.deltaY * ZOOM_SPEED), x }
}
