import type { FunctionAnswer } from '@thermocline/wire'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ASK } from '../ask.ts'
import type { TimeFrame } from '../chart/axes.ts'
import { useSetting } from '../context.ts'
import { span } from '../format.ts'
import { Figures } from '../parts/figures.tsx'
import { LeakedState } from '../parts/leaked-state.tsx'
import { StartSplit } from '../parts/mix.tsx'
import { Failed, Page, Section, Waiting } from '../parts/page.tsx'
import { go } from '../router.ts'
import { type FunctionState, HOME, hrefOf, type TableName } from '../state.ts'
import { LaneTable } from '../swimlane/lane-table.tsx'
import { Swimlane } from '../swimlane/swimlane.tsx'
import { useAnswer } from '../use-answer.ts'
import { CausesTable } from './causes-table.tsx'
import { DurationsTable } from './durations-table.tsx'
import { containerFigures, figuresOf } from './figures.tsx'
import { InitsChart, InitsTable } from './inits-chart.tsx'
import { StartsChart, StartsTable } from './starts-chart.tsx'
import { summaryOf } from './summary.ts'

export function FunctionView({ state }: { readonly state: FunctionState }): JSX.Element {
  const answer = useAnswer<FunctionAnswer>(ASK.function(state.key), useSetting().revision)
  if (answer.kind === 'waiting') return <Waiting what="function" />
  if (answer.kind === 'failed') return <Failed what="function" fault={answer.fault} retry={answer.retry} />
  const { report, range } = answer.data
  const place = [report.account, report.region].filter((part) => part !== null).join(' · ')
  return (
    <Page
      title={report.name}
      crumbs={[{ text: 'Functions', href: hrefOf(HOME) }]}
      fault={answer.fault}
      lead={
        <>
          {place !== '' && <span>{place}</span>}
          {range !== null && <span>{span(range.from, range.to)}</span>}
        </>
      }
    >
      <p class="summary">{summaryOf(report)}</p>
      <Figures of={figuresOf(report)} />
      <StartSplit starts={report.starts} />
      <Figures of={containerFigures(report)} small />
      <Parts answer={answer.data} state={state} />
    </Page>
  )
}

function Parts({
  answer,
  state,
}: {
  readonly answer: FunctionAnswer
  readonly state: FunctionState
}): JSX.Element {
  const { report, buckets, inits, lanes } = answer
  const frame = useMemo(() => frameOf(answer), [answer])
  const asTable = (name: TableName): boolean => state.tables.includes(name)
  return (
    <>
      <Section
        title="Containers over time"
        id="containers"
        about={
          asTable('lanes')
            ? 'One row per invocation, newest first.'
            : 'One line per container, oldest on top. A thin line is a frozen container.'
        }
        tools={<TableToggle name="lanes" state={state} />}
      >
        {asTable('lanes') ? (
          <LaneTable lanes={lanes} page={state.page} hrefOfPage={(page) => hrefOf({ ...state, page })} />
        ) : (
          <Swimlane
            lanes={lanes}
            range={state.range}
            onRange={(range, how) => go(hrefOf({ ...state, range }), how)}
          />
        )}
      </Section>
      <Section
        title="Leaked state"
        id="findings"
        about="What survives from one invocation into the next, worst first."
      >
        <LeakedState
          findings={report.findings}
          logsOnly={!lanes.some((lane) => lane.traceId.some((id) => id !== null))}
        />
      </Section>
      <Section title="Why inits happened" id="causes" about="Choose a cause to follow it through the charts.">
        <CausesTable inits={inits} state={state} />
      </Section>
      <div class="two">
        <Section
          title="Cold starts over time"
          id="starts"
          isWide={asTable('starts')}
          tools={
            <>
              <a href={hrefOf({ ...state, warm: !state.warm })}>{state.warm ? 'Hide warm' : 'Show warm'}</a>
              <TableToggle name="starts" state={state} />
            </>
          }
        >
          {asTable('starts') ? (
            <StartsTable buckets={buckets} />
          ) : (
            <StartsChart buckets={buckets} warm={state.warm} frame={frame} />
          )}
        </Section>
        <Section
          title="Init time"
          id="inits"
          isWide={asTable('inits')}
          tools={<TableToggle name="inits" state={state} />}
        >
          {asTable('inits') ? (
            <InitsTable inits={inits} state={state} />
          ) : (
            <InitsChart inits={inits} cause={state.cause} frame={frame} />
          )}
        </Section>
      </div>
      <Section
        title="Durations"
        id="durations"
        about="What a cold start adds, and what it does to the handler after it."
      >
        <DurationsTable report={report} />
      </Section>
    </>
  )
}

// Buckets and inits may begin a little before the first invocation.
function frameOf({ range, buckets, inits }: FunctionAnswer): TimeFrame {
  const first = buckets.rows[0]
  const last = buckets.rows.at(-1)
  if (range === null || first === undefined || last === undefined) return { fromMs: 0, toMs: 1 }
  return {
    fromMs: Math.min(range.from, first.startMs, inits[0]?.startMs ?? range.from),
    toMs: Math.max(range.to, last.startMs + buckets.widthMs),
  }
}

const TABLE_WORDS: Readonly<Record<TableName, string>> = {
  starts: 'cold starts',
  inits: 'inits',
  lanes: 'containers',
}

function TableToggle({
  name,
  state,
}: {
  readonly name: TableName
  readonly state: FunctionState
}): JSX.Element {
  const isOn = state.tables.includes(name)
  const tables = isOn ? state.tables.filter((one) => one !== name) : [...state.tables, name]
  const words = isOn ? 'Show as chart' : 'Show as table'
  return (
    <a href={hrefOf({ ...state, tables, page: 1 })} aria-label={`${words}: ${TABLE_WORDS[name]}`}>
      {words}
    </a>
  )
}
