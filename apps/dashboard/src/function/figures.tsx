import type { FunctionReport, Spread } from '@thermocline/wire'
import { count, counted, duration, percent } from '../format.ts'
import type { TermId } from '../glossary.ts'
import { waitedOf } from '../home/totals.ts'
import type { Figure } from '../parts/figures.tsx'
import { isOpen } from '../parts/findings.tsx'

/** What the page of a function leads with. */
export function figuresOf(report: FunctionReport): readonly Figure[] {
  const open = report.findings.filter(isOpen)
  const failed = [counted(report.errors, 'error'), counted(report.timeouts, 'timeout')].join(', ')
  return [
    { term: 'invocations', name: 'Invocations', value: count(report.invocations), note: failed },
    {
      term: 'coldRatio',
      name: 'Cold ratio',
      value: percent(report.coldRatio),
      note: counted(report.starts.cold, 'cold start'),
      tone: 'cold',
    },
    {
      term: 'callerInitRatio',
      name: 'Callers who waited',
      value: percent(report.callerInitRatio),
      note: counted(waitedOf(report.starts), 'caller'),
    },
    {
      term: 'reuseRatio',
      name: 'Reuse ratio',
      value: percent(report.containers.reuseRatio),
      note: counted(report.containers.seen, 'container'),
    },
    {
      term: 'init',
      name: 'Init',
      value: duration(report.initMs.p50),
      note: `p95 ${duration(report.initMs.p95)}, ${counted(report.inits, 'init')}`,
    },
    {
      term: 'peakConcurrency',
      name: 'Peak concurrency',
      value: count(report.peakConcurrency),
      note: 'at the same moment',
    },
    {
      term: 'findings',
      name: 'Open findings',
      value: count(open.length),
      note: <a href="#findings">{open.length === 0 ? 'what was looked for' : 'see what leaks'}</a>,
    },
  ]
}

/** How its containers lived. */
export function containerFigures(report: FunctionReport): readonly Figure[] {
  const { invocationsPerContainer: uses, lifetimeMs, idleMs, ...containers } = report.containers
  return [
    {
      term: 'reusedShare',
      name: 'Reused share',
      value: percent(containers.reusedShare),
      note: 'of invocations',
    },
    {
      term: 'singleUse',
      name: 'Used once',
      value: count(containers.singleUse),
      note: `of ${counted(containers.seen, 'container')}`,
    },
    {
      term: 'leftCensored',
      name: 'Older than the data',
      value: count(containers.leftCensored),
      note: 'running before it begins',
    },
    spread('perContainer', 'Invocations each', uses, count),
    spread('lifetime', 'Lifetime', lifetimeMs, duration),
    spread('idle', 'Idle between', idleMs, duration),
  ]
}

function spread(term: TermId, name: string, of: Spread, print: (value: number | null) => string): Figure {
  return { term, name, value: print(of.p50), note: `p90 ${print(of.p90)}, max ${print(of.max)}` }
}
