import { functionKey, type FunctionsAnswer, type Report } from '@thermocline/wire'
import type { JSX } from 'preact'
import { ASK } from '../ask.ts'
import { useSetting } from '../context.ts'
import { count, counted, percent, span } from '../format.ts'
import { Term } from '../parts/explain.tsx'
import { Figures, type Figure } from '../parts/figures.tsx'
import { byWorst, Findings, isOpen, type PlacedFinding } from '../parts/findings.tsx'
import { StartSplit } from '../parts/mix.tsx'
import { Failed, Page, Section, Waiting } from '../parts/page.tsx'
import { go } from '../router.ts'
import { functionState, type HomeState, hrefOf } from '../state.ts'
import { useAnswer } from '../use-answer.ts'
import { FunctionsTable } from './functions-table.tsx'
import { Onboarding } from './onboarding.tsx'
import { type Totals, totalsOf } from './totals.ts'

const FINDINGS_SHOWN = 3

export function HomeView({ state }: { readonly state: HomeState }): JSX.Element {
  const answer = useAnswer<FunctionsAnswer>(ASK.functions, useSetting().revision)
  if (answer.kind === 'waiting') return <Waiting what="functions" />
  if (answer.kind === 'failed') return <Failed what="functions" fault={answer.fault} retry={answer.retry} />
  const { report } = answer.data
  if (report.functions.length === 0) return <Welcome />
  return (
    <Page title="Functions" lead={<Coverage report={report} />} fault={answer.fault}>
      <Overview report={report} state={state} />
    </Page>
  )
}

function Welcome(): JSX.Element {
  return (
    <Page
      title="What happens between two requests?"
      lead="Thermocline shows which Lambda containers lived and how often each was reused, why every cold start happened, and what state leaks from one request into the next. There is no data yet. Three ways to get some:"
    >
      <Onboarding />
    </Page>
  )
}

function Overview({ report, state }: { readonly report: Report; readonly state: HomeState }): JSX.Element {
  const totals = totalsOf(report.functions)
  const findings = placed(report)
  const shown = state.allFindings ? findings : findings.slice(0, FINDINGS_SHOWN)
  return (
    <>
      <Figures of={figuresOf(totals)} />
      <StartSplit starts={totals.starts} />
      <Section title="By function" id="by-function" tools={<Filter state={state} />}>
        <FunctionsTable functions={report.functions} state={state} />
      </Section>
      {findings.length > 0 && (
        <Section
          title="Findings that matter"
          id="findings"
          about="State that survives from one invocation into the next, worst first."
          tools={findings.length > FINDINGS_SHOWN && <MoreFindings state={state} all={findings.length} />}
        >
          <Findings of={shown} label="Findings that matter" />
        </Section>
      )}
      <details
        class="more"
        open={state.more}
        onToggle={({ currentTarget: { open } }) =>
          open !== state.more && go(hrefOf({ ...state, more: open }), 'replace')
        }
      >
        <summary>Send more data</summary>
        <Onboarding />
      </details>
    </>
  )
}

function figuresOf(totals: Totals): readonly Figure[] {
  return [
    {
      term: 'invocations',
      name: 'Invocations',
      value: count(totals.invocations),
      note: `${counted(totals.errors, 'error')}, ${counted(totals.timeouts, 'timeout')}`,
    },
    {
      term: 'coldRatio',
      name: 'Cold ratio',
      value: percent(totals.coldRatio),
      note: counted(totals.starts.cold, 'cold start'),
      tone: 'cold',
    },
    {
      term: 'callerInitRatio',
      name: 'Callers who waited',
      value: count(totals.waited),
      note: `${percent(totals.waitedRatio)} of all callers`,
    },
    {
      term: 'reuseRatio',
      name: 'Reuse ratio',
      value: percent(totals.reuseRatio),
      note: counted(totals.containers, 'container'),
    },
    { term: 'findings', name: 'Open findings', value: count(totals.open.length), note: worstNote(totals) },
  ]
}

function worstNote(totals: Totals): string {
  const worst = totals.open.toSorted(byWorst)[0]
  return worst === undefined ? 'no leaked state seen' : `worst is ${worst.severity}`
}

function placed(report: Report): readonly PlacedFinding[] {
  return report.functions
    .flatMap((one) => {
      const where = { name: one.name, href: hrefOf(functionState(functionKey(one))) }
      return one.findings.filter(isOpen).map((finding) => ({ finding, where }))
    })
    .toSorted((a, b) => byWorst(a.finding, b.finding))
}

function Coverage({ report }: { readonly report: Report }): JSX.Element {
  const { from, to } = report.range
  const { invocationsMissing: missing, sources } = report.coverage
  const origin = sources.map((source) => (source === 'log' ? 'logs' : 'spans')).join(' and ')
  return (
    <>
      {from !== null && to !== null && <span>{span(Date.parse(from), Date.parse(to))}</span>}
      {origin !== '' && <Term id="sources">from {origin}</Term>}
      {missing > 0 && (
        <span class="missing">
          <Term id="missing">{counted(missing, 'invocation')} never arrived</Term>
        </span>
      )}
    </>
  )
}

function Filter({ state }: { readonly state: HomeState }): JSX.Element {
  return (
    <input
      type="search"
      class="input"
      placeholder="Filter by name"
      aria-label="Filter functions by name"
      value={state.filter}
      onInput={(event) => go(hrefOf({ ...state, filter: event.currentTarget.value }), 'replace')}
    />
  )
}

function MoreFindings({ state, all }: { readonly state: HomeState; readonly all: number }): JSX.Element {
  return (
    <a href={hrefOf({ ...state, allFindings: !state.allFindings })}>
      {state.allFindings ? 'Show fewer' : `Show all ${count(all)}`}
    </a>
  )
}
