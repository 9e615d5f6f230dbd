import { type Cause, CAUSES, type Start, STARTS } from '@thermocline/wire'
import type { JSX } from 'preact'
import { CAUSE_WORDS, START_WORDS } from '../glossary.ts'
import { count, percent, words } from '../format.ts'

interface Part {
  readonly name: string
  readonly tone: string
  readonly value: number
}

/** How invocations met their containers, as one bar. */
export function StartMix({
  starts,
  label,
}: {
  readonly starts: Readonly<Record<Start, number>>
  readonly label: string
}): JSX.Element {
  return (
    <Mix label={label} parts={STARTS.map((name) => ({ name, tone: `start-${name}`, value: starts[name] }))} />
  )
}

/** Why inits happened, as one bar. */
export function CauseMix({
  causes,
  label,
}: {
  readonly causes: Readonly<Record<Cause, number>>
  readonly label: string
}): JSX.Element {
  return (
    <Mix label={label} parts={CAUSES.map((name) => ({ name, tone: `cause-${name}`, value: causes[name] }))} />
  )
}

/** The same with the figures beside it: a legend and a bar in one. */
export function StartSplit({ starts }: { readonly starts: Readonly<Record<Start, number>> }): JSX.Element {
  return (
    <div class="split">
      <StartMix starts={starts} label="Starts" />
      <ul aria-label="Starts by kind">
        {STARTS.filter((start) => starts[start] > 0).map((start) => (
          <li key={start}>
            <StartChip start={start} /> {count(starts[start])}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A cause, with its colour. */
export function CauseChip({ cause }: { readonly cause: Cause }): JSX.Element {
  return (
    <span class={`chip cause-${cause}`} data-explain={CAUSE_WORDS[cause]}>
      <i aria-hidden="true" />
      {words(cause)}
    </span>
  )
}

export function StartChip({ start }: { readonly start: Start }): JSX.Element {
  return (
    <span class={`chip start-${start}`} data-explain={START_WORDS[start]}>
      <i aria-hidden="true" />
      {start}
    </span>
  )
}

// A part that is not zero is never thinner than can be seen: the style sheet gives it a least width.
function Mix({ parts, label }: { readonly parts: readonly Part[]; readonly label: string }): JSX.Element {
  const total = parts.reduce((sum, part) => sum + part.value, 0)
  const seen = parts.filter((part) => part.value > 0)
  const said = seen
    .map((part) => `${words(part.name)} ${count(part.value)} (${percent(part.value / total)})`)
    .join(', ')
  return (
    <span
      class="mix"
      role="img"
      aria-label={`${label}: ${said === '' ? 'none' : said}`}
      data-explain={said === '' ? undefined : said}
    >
      {seen.map((part) => (
        <i key={part.name} class={part.tone} style={{ flexGrow: String(part.value) }} />
      ))}
    </span>
  )
}
