import type { FindingReport } from '@thermocline/wire'
import { SEVERITIES, statusInWords } from '@thermocline/wire'
import type { JSX } from 'preact'
import { CLASS_WORDS, SEVERITY_WORDS } from '../glossary.ts'
import { confidence, counted, words } from '../format.ts'
import { Moment } from './moment.tsx'

export interface PlacedFinding {
  readonly finding: FindingReport
  /** The function it was found in, where the page is not about one. */
  readonly where?: { readonly name: string; readonly href: string }
}

/** Findings, each with what it means and what to do. */
export function Findings({
  of,
  label,
}: {
  readonly of: readonly PlacedFinding[]
  readonly label: string
}): JSX.Element {
  return (
    <ul class="findings" aria-label={label}>
      {of.map(({ finding, where }) => (
        <li key={`${where?.href ?? ''} ${finding.key}`} class={`finding severity-${finding.severity}`}>
          <div class="finding-head">
            <Severity finding={finding} />
            <h3>
              <code>{finding.name}</code>
            </h3>
            <span class="finding-place">
              {finding.location !== null && <code>{finding.location}</code>}
              {where !== undefined && <a href={where.href}>{where.name}</a>}
            </span>
          </div>
          <p class="finding-means">{finding.advice.means}</p>
          <Evidence of={finding} />
          <p class="finding-todo">
            <b>What to do</b> {finding.advice.todo}
          </p>
          <Sketch of={finding} />
          <Facts finding={finding} />
        </li>
      ))}
    </ul>
  )
}

function Evidence({ of: { evidence } }: { readonly of: FindingReport }): JSX.Element | null {
  if (evidence.length === 0) return null
  return (
    <ul class="finding-evidence">
      {evidence.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

function Sketch({ of: { advice, name } }: { readonly of: FindingReport }): JSX.Element | null {
  if (advice.sketch === null) return null
  return (
    <details class="finding-sketch">
      <summary>In code</summary>
      <pre tabIndex={0} role="region" aria-label={`What to do about ${name}, in code`}>
        <code>{advice.sketch}</code>
      </pre>
    </details>
  )
}

/** Worst first; of equally bad ones the newest. */
export function byWorst(a: FindingReport, b: FindingReport): number {
  return (
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || b.lastSeen.localeCompare(a.lastSeen)
  )
}

/** A flag: open, and not a mere cache. */
export function isOpen(finding: FindingReport): boolean {
  return finding.status === 'open' && finding.class !== 'cache'
}

export function Severity({ finding }: { readonly finding: Pick<FindingReport, 'severity'> }): JSX.Element {
  return (
    <span class={`severity severity-${finding.severity}`} data-explain={SEVERITY_WORDS[finding.severity]}>
      <i aria-hidden="true" />
      {finding.severity}
    </span>
  )
}

function Facts({ finding }: { readonly finding: FindingReport }): JSX.Element {
  const seen = `${counted(finding.invocations, 'invocation')} in ${counted(finding.containers, 'container')}`
  return (
    <dl class="facts">
      <Fact name="Kind">{words(finding.kind)}</Fact>
      <Fact name="Class">
        <span data-explain={CLASS_WORDS[finding.class]}>{words(finding.class)}</span>
      </Fact>
      <Fact name={finding.class === 'growth' ? 'Grew over' : 'Seen over'}>{seen}</Fact>
      <Fact name="Confidence">{confidence(finding.confidence)}</Fact>
      <Fact name="First seen">
        <Moment ms={Date.parse(finding.firstSeen)} />
      </Fact>
      <Fact name="Last seen">
        <Moment ms={Date.parse(finding.lastSeen)} />
      </Fact>
      <Fact name="Trend">{finding.trend}</Fact>
      {finding.status !== 'open' && <Fact name="Status">{statusInWords(finding)}</Fact>}
      <Fact name="Key">
        <code>{finding.key}</code>
      </Fact>
    </dl>
  )
}

function Fact({
  name,
  children,
}: {
  readonly name: string
  readonly children: JSX.Element | string
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
