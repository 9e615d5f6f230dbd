import type { ComponentChildren, JSX } from 'preact'
import type { TermId } from '../glossary.ts'
import { Term } from './explain.tsx'

export interface Figure {
  readonly term: TermId
  readonly name: string
  readonly value: string
  /** What the figure is made of. */
  readonly note?: ComponentChildren
  readonly tone?: 'cold' | 'bad'
}

/** Headline figures, each with its definition. */
export function Figures({
  of,
  small = false,
}: {
  readonly of: readonly Figure[]
  readonly small?: boolean
}): JSX.Element {
  return (
    <dl class={small ? 'figures figures-small' : 'figures'}>
      {of.map((figure) => (
        <div key={figure.name} data-tone={figure.tone}>
          <dt>
            <Term id={figure.term}>{figure.name}</Term>
          </dt>
          <dd>
            <Value text={figure.value} />
            {figure.note !== undefined && <small>{figure.note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

// "312 ms" with the unit set smaller than the number. A version or a list is no number with a unit.
function Value({ text }: { readonly text: string }): JSX.Element {
  if (!/^[<>]?\d/.test(text)) return <strong class="word">{text}</strong>
  const parts = text.match(/[<>]?[\d.,]+|[^\d.,<>]+/g) ?? [text]
  return (
    <strong>
      {parts.map((part, i) =>
        /\d/.test(part) ? (
          part
        ) : (
          <span key={i} class="unit">
            {part.trim()}
          </span>
        ),
      )}
    </strong>
  )
}
