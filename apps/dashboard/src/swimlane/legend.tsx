import { type Outcome, type Start, STARTS } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { OUTCOME_WORDS, START_WORDS } from '../glossary.ts'
import type { Tracks } from './track.ts'

const LETTERS: Readonly<Record<Start | Exclude<Outcome, 'ok'>, string>> = {
  cold: 'C',
  proactive: 'A',
  provisioned: 'P',
  restored: 'S',
  reinit: 'R',
  warm: 'w',
  error: 'E',
  timeout: 'T',
}

/** What the colours mean, each with a letter; only those that occur. */
export function Legend({ tracks }: { readonly tracks: Tracks }): JSX.Element {
  const { starts, bad } = useMemo(() => occurring(tracks), [tracks])
  return (
    <ul class="legend" aria-label="Legend">
      {starts.map((start) => (
        <li key={start} data-explain={START_WORDS[start]}>
          <i class={`key start-${start}`} aria-hidden="true">
            {LETTERS[start]}
          </i>
          {start === 'warm' ? 'warm' : `${start} init`}
        </li>
      ))}
      {bad.map((outcome) => (
        <li key={outcome} data-explain={OUTCOME_WORDS[outcome]}>
          <i class={`key outcome-${outcome}`} aria-hidden="true">
            {LETTERS[outcome]}
          </i>
          {outcome}
        </li>
      ))}
      <li data-explain="Between invocations a container is frozen: nothing runs in it, timers included.">
        <i class="key key-frozen" aria-hidden="true" />
        frozen
      </li>
    </ul>
  )
}

// Reads every invocation, so once per answer and not for every move of the pointer.
function occurring(tracks: Tracks): {
  readonly starts: readonly Start[]
  readonly bad: readonly Exclude<Outcome, 'ok'>[]
} {
  return {
    starts: STARTS.filter((start) => tracks.list.some((track) => track.lane.startKind.includes(start))),
    bad: (['error', 'timeout'] as const).filter((outcome) =>
      tracks.list.some((track) => track.lane.outcome.includes(outcome)),
    ),
  }
}
