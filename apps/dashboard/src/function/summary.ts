import { type Cause, CAUSES, type FunctionReport } from '@thermocline/wire'
import { count, counted, duration, percent } from '../format.ts'
import { waitedOf } from '../home/totals.ts'

/** What the figures of a function say, in two or three sentences. */
export function summaryOf(report: FunctionReport): string {
  return [waiting(report), why(report), reuse(report)].filter((sentence) => sentence !== '').join(' ')
}

const BECAUSE: Readonly<Record<Cause, string>> = {
  first: 'it was the first time the function was seen',
  deploy: 'new code was deployed',
  config: 'a setting was changed',
  scale_out: 'every living container was busy',
  idle_expiry: 'all containers had been idle for too long',
  recycled: 'Lambda retired old containers',
  reset: 'a timeout or crash replaced the process',
  provisioned: 'provisioned concurrency started containers ahead of time',
  platform_choice: 'Lambda chose a new container over an idle one',
  unknown: 'the data does not say why',
}

function waiting(report: FunctionReport): string {
  const waited = waitedOf(report.starts)
  if (report.invocations === 0) return ''
  if (waited === 0) return `None of ${counted(report.invocations, 'caller')} waited for an init.`
  const typical = report.initMs.p50 === null ? '' : `, typically ${duration(report.initMs.p50)}`
  const share = percent(report.callerInitRatio)
  return `${count(waited)} of ${counted(report.invocations, 'caller')} (${share}) waited for an init${typical}.`
}

function why(report: FunctionReport): string {
  const total = CAUSES.reduce((sum, cause) => sum + report.causes[cause], 0)
  const [top, second] = CAUSES.toSorted((a, b) => report.causes[b] - report.causes[a])
  if (top === undefined || total === 0) return ''
  const often = report.causes[top]
  if (often === total) return `${total === 1 ? 'This was' : 'Always'} because ${BECAUSE[top]}.`
  if (second !== undefined && report.causes[second] === often) return 'No single cause stands out.'
  const how = often * 2 > total ? 'Mostly' : 'Most often'
  return `${how} (${count(often)} of ${count(total)}) because ${BECAUSE[top]}.`
}

function reuse(report: FunctionReport): string {
  const { seen, singleUse, invocationsPerContainer } = report.containers
  if (seen === 0 || invocationsPerContainer.p50 === null) return ''
  const once = singleUse === 0 ? '' : `, ${count(singleUse)} of them only once`
  const median = counted(invocationsPerContainer.p50, 'invocation')
  return seen === 1
    ? `One container served them all.`
    : `${count(seen)} containers served them${once}; the median served ${median}.`
}
