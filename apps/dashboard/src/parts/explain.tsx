import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type TermId, TERMS } from '../glossary.ts'

/** A word with its definition: on hover, focus and tap. Screen readers get it as the description. */
export function Term({
  id,
  children,
}: {
  readonly id: TermId
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <button type="button" class="term" aria-describedby={definitionId(id)} data-explain={TERMS[id].means}>
      {children}
    </button>
  )
}

export function definitionId(id: TermId): string {
  return `definition-${id}`
}

/** All definitions, once, for `aria-describedby`. */
export function Glossary(): JSX.Element {
  return (
    <div hidden>
      {Object.entries(TERMS).map(([id, { means }]) => (
        <p key={id} id={`definition-${id}`}>
          {means}
        </p>
      ))}
    </div>
  )
}

interface Shown {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly above: boolean
}

const WIDTH = 320
const EDGE = 12

/** The one card that explains whatever carries `data-explain`. Escape closes it. */
export function Explainer(): JSX.Element | null {
  const [shown, setShown] = useState<Shown | null>(null)
  useEffect(() => watch(setShown), [])
  if (shown === null) return null
  const style = {
    left: `${shown.left}px`,
    top: `${shown.top}px`,
    transform: shown.above ? 'translateY(-100%)' : 'none',
  }
  return (
    <div class="explainer" aria-hidden="true" style={style}>
      {shown.text}
    </div>
  )
}

function watch(show: (shown: Shown | null) => void): () => void {
  const stop = new AbortController()
  const options = { signal: stop.signal }
  const enter = (event: Event): void => show(explained(event.target))
  document.addEventListener('pointerover', enter, options)
  document.addEventListener('focusin', enter, options)
  document.addEventListener('click', enter, options)
  document.addEventListener('focusout', () => show(null), options)
  document.addEventListener('scroll', () => show(null), { ...options, capture: true })
  document.addEventListener('keydown', (event) => event.key === 'Escape' && show(null), options)
  return () => stop.abort()
}

function explained(target: EventTarget | null): Shown | null {
  if (!(target instanceof Element)) return null
  const element = target.closest<HTMLElement>('[data-explain]')
  const text = element?.dataset['explain']
  if (element === null || text === undefined) return null
  const box = element.getBoundingClientRect()
  const width = Math.min(WIDTH, window.innerWidth - 2 * EDGE)
  const left = Math.max(EDGE, Math.min(box.left, window.innerWidth - width - EDGE))
  const above = box.bottom > window.innerHeight - 140
  return { text, left, top: above ? box.top - 8 : box.bottom + 8, above }
}
