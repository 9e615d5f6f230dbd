import type { TraceSpan } from '@thermocline/wire'
import type { JSX, TargetedKeyboardEvent } from 'preact'
import { useMemo } from 'preact/hooks'
import { duration } from '../format.ts'
import { go } from '../router.ts'
import { hrefOf, type TraceState } from '../state.ts'
import { initSpans, isFinding, titleOf, type Tone, toneOf } from './span-words.ts'
import { placeOf, rootOf, type Segment } from './waterfall.ts'

interface Props {
  readonly spans: readonly TraceSpan[]
  /** Of all spans of the trace, shown or not. */
  readonly segments: readonly Segment[]
  readonly selected: string | undefined
  readonly state: TraceState
}

/** Spans as rows, each a bar on the common time axis. Arrow keys select the row above or below. */
export function WaterfallTable({ spans, segments, selected, state }: Props): JSX.Element {
  const inInit = useMemo(() => initSpans(spans), [spans])
  const hrefFor = (span: TraceSpan): string => hrefOf({ ...state, span: span.spanId })
  const onKey = (event: TargetedKeyboardEvent<HTMLTableElement>): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const next = spans[spans.findIndex((span) => span.spanId === selected) + by]
    if (by === 0 || next === undefined) return
    event.preventDefault()
    go(hrefFor(next), 'replace')
    event.currentTarget.querySelector<HTMLElement>(`[data-span="${next.spanId}"] a`)?.focus()
  }
  return (
    <table class="waterfall" onKeyDown={onKey}>
      <caption>Spans of the trace</caption>
      <thead>
        <tr>
          <th scope="col">Span</th>
          <th scope="col" class="numeric">
            Took
          </th>
          <th scope="col">
            <Axis segments={segments} zeroMs={rootOf(spans)?.startMs ?? 0} />
          </th>
        </tr>
      </thead>
      <tbody>
        {spans.map((span) => (
          <Row
            key={span.spanId}
            span={span}
            tone={toneOf(span, inInit)}
            segments={segments}
            isSelected={span.spanId === selected}
            href={hrefFor(span)}
          />
        ))}
      </tbody>
    </table>
  )
}

function Row({
  span,
  tone,
  segments,
  isSelected,
  href,
}: {
  readonly span: TraceSpan
  readonly tone: Tone
  readonly segments: readonly Segment[]
  readonly isSelected: boolean
  readonly href: string
}): JSX.Element {
  return (
    <tr
      data-span={span.spanId}
      data-tone={tone}
      aria-selected={isSelected}
      onClick={() => go(href, 'replace')}
    >
      <th scope="row">
        <a
          href={href}
          aria-current={isSelected ? 'true' : undefined}
          style={{ paddingLeft: `${Math.min(span.depth, 12) * 14}px` }}
        >
          {isFinding(span) && (
            <span
              class="mark"
              data-explain="Leaked state: select it to see what it is and where it came from."
            >
              leak
            </span>
          )}
          <span class="span-name">{titleOf(span)}</span>
          {tone === 'error' && <span class="mark mark-error">error</span>}
        </a>
      </th>
      <td class="numeric">{duration(span.endMs - span.startMs)}</td>
      <td class="bar-cell" aria-hidden="true">
        <Bar span={span} segments={segments} tone={tone} />
      </td>
    </tr>
  )
}

function Bar({
  span,
  segments,
  tone,
}: {
  readonly span: TraceSpan
  readonly segments: readonly Segment[]
  readonly tone: Tone
}): JSX.Element {
  const left = placeOf(segments, span.startMs)
  const width = placeOf(segments, span.endMs) - left
  return (
    <span class="bar-track">
      {segments.map(
        (segment) =>
          segment.isBreak && (
            <i key={segment.fromMs} class="bar-break" style={edges(segment.left, segment.right)} />
          ),
      )}
      <i class="bar-fill" data-tone={tone} style={edges(left, left + width)} />
    </span>
  )
}

// Times count from where the invocation began. A label that a break would cross is left out.
function Axis({
  segments,
  zeroMs,
}: {
  readonly segments: readonly Segment[]
  readonly zeroMs: number
}): JSX.Element {
  const from = segments[0]?.fromMs ?? zeroMs
  const to = segments.at(-1)?.toMs ?? zeroMs
  const cuts = segments.filter((segment) => segment.isBreak)
  const isFree = (left: number, right: number): boolean =>
    cuts.every((cut) => cut.right < left || cut.left > right)
  return (
    <span class="axis">
      <span>{isFree(0, 0.15) && duration(from - zeroMs)}</span>
      {cuts.map((cut) => (
        <span
          key={cut.fromMs}
          class="axis-break"
          style={alongside((cut.left + cut.right) / 2)}
          data-explain={`Nothing ran for ${duration(cut.toMs - cut.fromMs)}. That stretch is left out.`}
        >
          {duration(cut.toMs - cut.fromMs)}
        </span>
      ))}
      <span>{isFree(0.85, 1) && duration(to - zeroMs)}</span>
    </span>
  )
}

/** Centred in the middle, and the nearer to an edge the more to its inner side, so that none is cut off. */
function alongside(at: number): Record<string, string> {
  return { left: `${at * 100}%`, transform: `translateX(-${at * 100}%)` }
}

function edges(left: number, right: number): Record<string, string> {
  return { left: `${left * 100}%`, width: `${(right - left) * 100}%` }
}
