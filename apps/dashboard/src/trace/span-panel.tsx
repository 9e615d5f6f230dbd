import { adviceOn, type TraceSpan } from '@thermocline/wire'
import type { JSX } from 'preact'
import { clock, count, counted, duration, shortTrace, words } from '../format.ts'
import { Severity } from '../parts/findings.tsx'
import { Moment } from '../parts/moment.tsx'
import { hrefOf, traceState } from '../state.ts'
import { AttributeList } from './attributes.tsx'
import { findingOf, isFinding, type SpanFinding, titleOf } from './span-words.ts'

/** All that is known of the selected span. */
export function SpanPanel({
  span,
  traceId,
}: {
  readonly span: TraceSpan
  readonly traceId: string
}): JSX.Element {
  return (
    <aside class="panel" aria-label="Selected span">
      <h2>{titleOf(span)}</h2>
      <p class="panel-facts">
        <b>{duration(span.endMs - span.startMs)}</b>
        <span>{span.kind}</span>
        {span.status !== 'unset' && (
          <span class={span.status === 'error' ? 'outcome-text-error' : undefined}>{span.status}</span>
        )}
        <Moment ms={span.startMs} exact />
      </p>
      {span.statusMessage !== '' && <p class="panel-message">{span.statusMessage}</p>}
      {isFinding(span) && <FindingPart finding={findingOf(span)} />}
      <Links span={span} traceId={traceId} />
      <Events span={span} />
      <AttributeList of={span.attributes} label="Attributes" />
      <AttributeList of={span.resource} label="Resource" />
      <p class="quiet">
        Span <code>{span.spanId}</code>
        {span.scope !== '' && (
          <>
            {' '}
            by <code>{span.scope}</code>
          </>
        )}
      </p>
    </aside>
  )
}

function FindingPart({ finding }: { readonly finding: SpanFinding }): JSX.Element {
  const advice = finding.kind === null ? undefined : adviceOn({ kind: finding.kind, class: finding.class })
  return (
    <div class={`panel-finding severity-${finding.severity}`}>
      <p>
        <Severity finding={finding} /> {finding.kind === null ? '' : words(finding.kind)}
        {finding.location !== null && <code> {finding.location}</code>}
      </p>
      {advice !== undefined && <p>{advice.means}</p>}
      <Extent finding={finding} />
      {advice !== undefined && (
        <p class="finding-todo">
          <b>What to do</b> {advice.todo}
        </p>
      )}
    </div>
  )
}

/** How much it is, and since when; what is there or not has no size to tell. */
function Extent({ finding }: { readonly finding: SpanFinding }): JSX.Element {
  const { size, sizeFirst, invocations } = finding
  const over = invocations === null ? '' : ` over ${counted(invocations, 'invocation')}`
  if (size === null || size === sizeFirst) return <>{over !== '' && <p>Seen{over}.</p>}</>
  return (
    <p>
      Grew from {count(sizeFirst ?? 0)} to <b>{count(size)}</b>
      {over}.
    </p>
  )
}

function Links({
  span,
  traceId,
}: {
  readonly span: TraceSpan
  readonly traceId: string
}): JSX.Element | null {
  if (span.links.length === 0) return null
  return (
    <ul class="panel-links" aria-label="Links">
      {span.links.map((link) => (
        <li key={link.traceId + link.spanId}>
          <a href={hrefOf(traceState(link.traceId, link.spanId))}>
            {isFinding(span) ? 'The invocation it came from' : 'Linked span'}
            {link.traceId !== traceId && `, trace ${shortTrace(link.traceId)}`}
          </a>
        </li>
      ))}
    </ul>
  )
}

function Events({ span }: { readonly span: TraceSpan }): JSX.Element | null {
  if (span.events.length === 0) return null
  return (
    <section class="attributes">
      <h3>Events</h3>
      {span.events.map((event, i) => (
        <details key={i}>
          <summary>
            {event.name} <small>{clock(event.time / 1000, 1)}</small>
          </summary>
          <AttributeList of={event.attributes} label={event.name} />
        </details>
      ))}
    </section>
  )
}
