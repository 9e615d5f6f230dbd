import type { JSX } from 'preact'
import { shortContainer } from '../format.ts'
import { StartChip } from '../parts/mix.tsx'
import type { Described } from './describe.ts'

/** What is under the pointer or the keyboard's cursor. */
export function Card({
  of,
  left,
  top,
  flip,
}: {
  readonly of: Described
  readonly left: number
  readonly top: number
  readonly flip: boolean
}): JSX.Element {
  const style = { left: `${left}px`, top: `${top}px`, transform: flip ? 'translateX(-100%)' : 'none' }
  return (
    <div class="card" aria-hidden="true" style={style}>
      <p class="card-head">
        <StartChip start={of.start} />
        {of.outcome !== 'ok' && <span class="outcome-bad">{of.outcome}</span>}
        <code>{shortContainer(of.container)}</code>
      </p>
      <p>{of.when}</p>
      <dl>
        {of.init !== null && (
          <div>
            <dt>Init</dt>
            <dd>{of.init}</dd>
          </div>
        )}
        <div>
          <dt>Took</dt>
          <dd>{of.took}</dd>
        </div>
        {of.idle !== null && (
          <div>
            <dt>Idle before</dt>
            <dd>{of.idle}</dd>
          </div>
        )}
      </dl>
      <p class="quiet">Click for the {of.hasTrace ? 'trace' : 'container'}</p>
    </div>
  )
}
