import type { ContainerAnswer, ContainerInvocation, Lane } from '@thermocline/wire'
import { ms, unixMs } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ASK } from '../ask.ts'
import { useSetting } from '../context.ts'
import { NOTHING, count, counted, duration, shortContainer, span } from '../format.ts'
import { Figures, type Figure } from '../parts/figures.tsx'
import { LeakedState } from '../parts/leaked-state.tsx'
import { Failed, Page, Section, Waiting } from '../parts/page.tsx'
import { go } from '../router.ts'
import { type ContainerState, functionState, HOME, hrefOf } from '../state.ts'
import { Swimlane } from '../swimlane/swimlane.tsx'
import { useAnswer } from '../use-answer.ts'
import { InvocationsTable } from './invocations-table.tsx'

export function ContainerView({ state }: { readonly state: ContainerState }): JSX.Element {
  const answer = useAnswer<ContainerAnswer>(ASK.container(state.id), useSetting().revision)
  if (answer.kind === 'waiting') return <Waiting what="container" />
  if (answer.kind === 'failed') return <Failed what="container" fault={answer.fault} retry={answer.retry} />
  const container = answer.data
  return (
    <Page
      title={`Container ${shortContainer(container.container)}`}
      crumbs={[
        { text: 'Functions', href: hrefOf(HOME) },
        { text: container.functionName, href: hrefOf(functionState(container.functionKey)) },
      ]}
      fault={answer.fault}
      lead={
        <>
          <code class="full-id">{container.container}</code>
          <span>{span(container.firstSeenMs, container.lastSeenMs)}</span>
        </>
      }
    >
      <Figures of={figuresOf(container)} />
      <Life container={container} state={state} />
    </Page>
  )
}

function Life({
  container,
  state,
}: {
  readonly container: ContainerAnswer
  readonly state: ContainerState
}): JSX.Element {
  const lanes = useMemo(() => [laneOf(container)], [container])
  const isTraced = container.invocations.some((one) => one.traceId !== null)
  return (
    <>
      <Section
        title="Life"
        id="life"
        about="Every invocation it served. A thin line is the frozen container."
      >
        <Swimlane
          lanes={lanes}
          range={state.range}
          onRange={(range, how) => go(hrefOf({ ...state, range }), how)}
        />
      </Section>
      {container.findings.length > 0 && (
        <Section
          title="Leaked state"
          id="findings"
          about="What survived from one of its invocations into the next."
        >
          <LeakedState findings={container.findings} logsOnly={false} />
        </Section>
      )}
      <Section
        title="Invocations"
        id="invocations"
        about={isTraced ? 'Oldest first. Each leads to its trace.' : 'Oldest first.'}
      >
        <InvocationsTable invocations={container.invocations} state={state} />
      </Section>
    </>
  )
}

function figuresOf(container: ContainerAnswer): readonly Figure[] {
  const { invocations } = container
  const failed = invocations.filter((one) => one.outcome !== 'ok').length
  const inits = invocations.flatMap((one) => (one.initMs === null ? [] : [one.initMs]))
  const longestIdle = invocations.reduce<number | null>(
    (most, one) => (one.idleMs === null ? most : Math.max(most ?? 0, one.idleMs)),
    null,
  )
  return [
    {
      term: 'invocations',
      name: 'Invocations',
      value: count(invocations.length),
      note: `${count(failed)} failed`,
    },
    {
      term: 'init',
      name: 'Init',
      value: duration(inits[0] ?? null),
      note: container.leftCensored ? 'older than the data' : counted(inits.length, 'init'),
      tone: 'cold',
    },
    {
      term: 'lifetime',
      name: 'Lifetime',
      value: duration(container.lastSeenMs - container.firstSeenMs),
      note: 'first seen to last seen',
    },
    { term: 'idle', name: 'Longest idle', value: duration(longestIdle), note: 'frozen in between' },
    {
      term: 'container',
      name: 'Version',
      value: container.version ?? NOTHING,
      note: processes(container.processes),
    },
  ]
}

function processes(seen: number): string {
  return seen === 0 ? 'seen in logs only' : counted(seen, 'process', 'processes')
}

/** The container's invocations in columns, as the swimlane reads them. */
function laneOf(container: ContainerAnswer): Lane {
  const all = container.invocations
  return {
    container: container.container,
    version: container.version,
    leftCensored: container.leftCensored,
    startMs: all.map((one) => one.startMs),
    endMs: all.map((one) => unixMs(endMs(one))),
    startKind: all.map((one) => one.startKind),
    outcome: all.map((one) => one.outcome),
    initMs: all.map((one) => (one.initMs === null ? null : ms(one.initMs))),
    traceId: all.map((one) => one.traceId),
  }
}

function endMs(one: ContainerInvocation): number {
  return one.startMs + (one.durationMs ?? 0)
}
