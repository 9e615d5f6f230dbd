import { CAUSES, FINDING_CLASSES, OUTCOMES, SEVERITIES, STARTS } from '@thermocline/wire'
import type { JSX } from 'preact'
import { CAUSE_WORDS, CLASS_WORDS, OUTCOME_WORDS, SEVERITY_WORDS, START_WORDS, TERMS } from '../glossary.ts'
import { words } from '../format.ts'
import { HOME, hrefOf } from '../state.ts'
import { Page, Section } from './page.tsx'

/** Every word the dashboard uses, on one page. */
export function WordsView(): JSX.Element {
  return (
    <Page
      title="What the words mean"
      crumbs={[{ text: 'Functions', href: hrefOf(HOME) }]}
      lead="Every figure and every kind of thing the dashboard shows, in a sentence each."
    >
      <Words title="Starts" id="starts" of={STARTS.map((start) => [start, START_WORDS[start]])} />
      <Words
        title="Causes of inits"
        id="causes"
        of={CAUSES.map((cause) => [words(cause), CAUSE_WORDS[cause]])}
      />
      <Words
        title="Outcomes"
        id="outcomes"
        of={OUTCOMES.map((outcome) => [outcome, OUTCOME_WORDS[outcome]])}
      />
      <Words
        title="Leaked state"
        id="classes"
        of={FINDING_CLASSES.map((name) => [name, CLASS_WORDS[name]])}
      />
      <Words title="Severities" id="severities" of={SEVERITIES.map((name) => [name, SEVERITY_WORDS[name]])} />
      <Words title="Figures" id="figures" of={Object.values(TERMS).map(({ name, means }) => [name, means])} />
    </Page>
  )
}

function Words({
  title,
  id,
  of,
}: {
  readonly title: string
  readonly id: string
  readonly of: readonly (readonly [string, string])[]
}): JSX.Element {
  return (
    <Section title={title} id={id}>
      <dl class="words">
        {of.map(([word, means]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
