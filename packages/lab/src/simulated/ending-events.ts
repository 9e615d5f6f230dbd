import { ms, usToMs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { PlatformEvent, PlatformSpan, Report, RuntimeDone } from '../platform/event.ts'
import { reachesLog } from '../platform/levels.ts'
import { usedMemoryMb } from './function.ts'
import { STATUSES } from './init-events.ts'
import type { End, ToldContainer } from './init-events.ts'
import { tenantOf } from './invocation-events.ts'
import type { ToldInvocation } from './invocation-events.ts'

// What a simulated invocation leaves in the log at its end: the events of the live lab, with their fields.

/** How an invocation ended. */
interface ToldEnd {
  readonly at: UnixUs
  readonly end: End
  /** Its process is gone, and nothing was answered. */
  readonly broken: boolean
  /** Microseconds of its process's init, where that was over before and has not been told of. */
  readonly initUs: number | null
}

interface Course {
  readonly container: ToldContainer
  readonly invocation: ToldInvocation
  readonly told: ToldEnd
}

/** What became of the runtime, where the log has a line of that, and the report. */
export function endingEvents(course: Course): readonly PlatformEvent[] {
  return isDoneWritten(course) ? [runtimeDone(course), report(course)] : [report(course)]
}

// Most logs have no line of it, and its times take as long to write as all the rest. Managed Instances tell nothing of
// the runtime alone.
function isDoneWritten({ container, invocation, told }: Course): boolean {
  const { logFormat } = container.fn
  if (logFormat.format === 'Text' || isManaged(container)) return false
  const record = { requestId: invocation.requestId, ...doneStatus(told) }
  return reachesLog({ time: usToMs(told.at), type: 'platform.runtimeDone', record }, logFormat.systemLevel)
}

function runtimeDone(course: Course): PlatformEvent {
  const { container, invocation, told } = course
  const { requestId, tracing } = invocation
  const durationMs = durationOf(course)
  const work = told.broken
    ? { metrics: { durationMs } }
    : { metrics: { durationMs, producedBytes: ANSWER_BYTES }, spans: answerSpans(course) }
  const record = { requestId, ...doneStatus(told), ...work, ...tenantOf(container.tenant), tracing }
  return { time: usToMs(told.at), type: 'platform.runtimeDone', record }
}

function doneStatus({ broken, end }: ToldEnd): Pick<RuntimeDone, 'status' | 'errorType'> {
  const status = broken ? STATUSES[end] : STATUSES.ok
  return status.status === 'error' ? { ...status, status: 'failure' } : status
}

/** Simulated handlers answer `null`, all at once, and leave nothing to do after it. */
const ANSWER_BYTES = 4

function answerSpans(course: Course): PlatformSpan[] {
  const [begin, end] = [course.invocation.from, course.told.at].map((at) => new Date(at / 1000).toISOString())
  return [
    { name: 'responseLatency', start: begin!, durationMs: durationOf(course) },
    { name: 'responseDuration', start: end!, durationMs: ms(0) },
    { name: 'runtimeOverhead', start: end!, durationMs: ms(0) },
  ]
}

function report(course: Course): PlatformEvent {
  const { container, invocation, told } = course
  const { requestId, tracing } = invocation
  const spans = isManaged(container) && !told.broken ? { spans: answerSpans(course).slice(0, 2) } : {}
  const known = { requestId, ...reportStatus(course), metrics: metricsOf(course), ...spans }
  return {
    time: usToMs(told.at),
    type: 'platform.report',
    record: { ...known, ...tenantOf(container.tenant), tracing },
  }
}

function reportStatus({ container, told }: Course): Pick<Report, 'status' | 'errorType'> {
  if (told.broken) return STATUSES[told.end]
  // Under Managed Instances the report says of a thrown error what it is elsewhere silent about.
  const isTold = isManaged(container) && told.end === 'threw'
  return isTold ? { status: 'error', errorType: 'Function.Unknown' } : STATUSES.ok
}

function metricsOf(course: Course): Report['metrics'] {
  const { container, told } = course
  const durationMs = durationOf(course)
  if (isManaged(container)) return { durationMs }
  const { fn, initType } = container
  // Billed as AWS does since August 2025: a caller's init and the invocation together, rounded up to a millisecond.
  const initUs = initType === 'on-demand' ? told.initUs : null
  return {
    durationMs,
    billedDurationMs: ms(Math.ceil((told.at - course.invocation.from + (initUs ?? 0)) / 1000)),
    memorySizeMB: fn.memoryMb,
    maxMemoryUsedMB: usedMemoryMb(fn),
    ...(initUs === null ? {} : { initDurationMs: ms(initUs / 1000) }),
  }
}

function isManaged({ initType }: ToldContainer): boolean {
  return initType === 'lambda-managed-instances'
}

function durationOf({ invocation, told }: Course): Report['metrics']['durationMs'] {
  return ms((told.at - invocation.from) / 1000)
}
