import { functionKey, key, type TraceAnswer, type TraceSpan } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ASK } from '../ask.ts'
import { useSetting } from '../context.ts'
import { count, counted, duration, exactMoment, shortContainer, shortTrace } from '../format.ts'
import { Page, Failed, Waiting } from '../parts/page.tsx'
import { containerState, functionState, HOME, hrefOf, type TraceState } from '../state.ts'
import { useAnswer } from '../use-answer.ts'
import { SpanPanel } from './span-panel.tsx'
import { isFinding } from './span-words.ts'
import { rootOf, segmentsOf } from './waterfall.ts'
import { WaterfallTable } from './waterfall-table.tsx'

const SHOWN = 400

export function TraceView({ state }: { readonly state: TraceState }): JSX.Element {
  const answer = useAnswer<TraceAnswer>(ASK.trace(state.id), useSetting().revision)
  if (answer.kind === 'waiting') return <Waiting what="trace" />
  if (answer.kind === 'failed') return <Failed what="trace" fault={answer.fault} retry={answer.retry} />
  const { spans, traceId } = answer.data
  const root = rootOf(spans)
  return (
    <Page
      title={`Trace ${shortTrace(traceId)}`}
      crumbs={root === undefined ? [] : crumbsOf(root)}
      fault={answer.fault}
      lead={root !== undefined && <Lead root={root} spans={spans} />}
    >
      <Spans spans={spans} traceId={traceId} state={state} />
    </Page>
  )
}

function Spans({
  spans,
  traceId,
  state,
}: {
  readonly spans: readonly TraceSpan[]
  readonly traceId: string
  readonly state: TraceState
}): JSX.Element {
  const segments = useMemo(() => segmentsOf(spans), [spans])
  const selected = spans.find((span) => span.spanId === state.span) ?? rootOf(spans)
  const shown = state.all ? spans : spans.slice(0, SHOWN)
  return (
    <div class="trace">
      <div class="trace-spans">
        <WaterfallTable spans={shown} segments={segments} selected={selected?.spanId} state={state} />
        {shown.length < spans.length && (
          <p>
            <a href={hrefOf({ ...state, all: true })}>Show all {count(spans.length)} spans</a>
          </p>
        )}
      </div>
      {selected !== undefined && <SpanPanel span={selected} traceId={traceId} />}
    </div>
  )
}

function Lead({
  root,
  spans,
}: {
  readonly root: TraceSpan
  readonly spans: readonly TraceSpan[]
}): JSX.Element {
  const leaks = spans.filter(isFinding).length
  const start = root.attributes[key.START]
  return (
    <>
      <span>{exactMoment(root.startMs)}</span>
      <span>{duration(root.endMs - root.startMs)}</span>
      {typeof start === 'string' && <span>{start} start</span>}
      <span>{counted(spans.length, 'span')}</span>
      {leaks > 0 && <span class="missing">{counted(leaks, 'finding')}</span>}
      {root.container !== null && (
        <a href={hrefOf(containerState(root.container))}>Container {shortContainer(root.container)}</a>
      )}
    </>
  )
}

function crumbsOf(root: TraceSpan): readonly { readonly text: string; readonly href: string }[] {
  const home = { text: 'Functions', href: hrefOf(HOME) }
  const { functionName: name, container, resource } = root
  if (name === null) return [home]
  const of = functionKey({
    name,
    account: text(resource[key.CLOUD_ACCOUNT_ID]),
    region: text(resource[key.CLOUD_REGION]),
  })
  const owner = { text: name, href: hrefOf(functionState(of)) }
  if (container === null) return [home, owner]
  return [home, owner, { text: shortContainer(container), href: hrefOf(containerState(container)) }]
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
