import type { JSX } from 'preact'
import type { Range } from '../state.ts'
import { pan, zoom } from './window.ts'

/** The same moves as wheel and keys, for a finger and for whoever does not know them. */
export function Controls({
  view,
  full,
  show,
}: {
  readonly view: Range
  readonly full: Range
  readonly show: (range: Range, how: 'push') => void
}): JSX.Element {
  const isAll = view.fromMs <= full.fromMs && view.toMs >= full.toMs
  return (
    <div class="controls" role="group" aria-label="Zoom and pan">
      <button
        type="button"
        aria-label="Earlier"
        disabled={isAll}
        onClick={() => show(pan(view, -0.5, full), 'push')}
      >
        ←
      </button>
      <button
        type="button"
        aria-label="Later"
        disabled={isAll}
        onClick={() => show(pan(view, 0.5, full), 'push')}
      >
        →
      </button>
      <button
        type="button"
        aria-label="Zoom out"
        disabled={isAll}
        onClick={() => show(zoom(view, 2, 0.5, full), 'push')}
      >
        −
      </button>
      <button type="button" aria-label="Zoom in" onClick={() => show(zoom(view, 0.5, 0.5, full), 'push')}>
        +
      </button>
      <button type="button" disabled={isAll} onClick={() => show(full, 'push')}>
        All
      </button>
    </div>
  )
}
