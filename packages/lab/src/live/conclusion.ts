import { ms, unixMs } from '@thermocline/wire'
import type { Ms, UnixMs } from '@thermocline/wire'
import type { Answer, FunctionError } from '../api/answer.ts'
import type {
  InitType,
  PlatformEvent,
  PlatformSpan,
  Report,
  RuntimeDone,
  Tracing,
} from '../platform/event.ts'
import type { LabFunction } from '../settings/function.ts'
import type { End, FailedInit, Invocation, InvocationResult, StartKind } from './invocation.ts'
import type { Exit } from './process.ts'

/** Everything that is known of an invocation once it is over. Moments are `performance.now()`. */
export interface Course {
  readonly fn: LabFunction
  readonly job: Invocation
  readonly version: string
  readonly container: string
  readonly pid: number
  readonly startKind: StartKind
  readonly initType: InitType
  readonly beganAt: number
  readonly endedAt: number
  readonly endedTime: UnixMs
  readonly end: End
  /** Absent unless it is the first of its process. `apart`: before the invocation, as a first init is, not inside it. */
  readonly init?: { readonly duration: Ms; readonly apart: boolean } | undefined
  readonly peakMemoryMb: number
}

/** What the caller gets of it, and what Lambda tells. */
export function conclude(course: Course): { result: InvocationResult; events: PlatformEvent[] } {
  const { fn, end, init, beganAt, job } = course
  const duration = ms(endOf(course) - beganAt)
  const result: InvocationResult = {
    ...tell(end, job.requestId, fn.timeout),
    requestId: job.requestId,
    functionName: fn.name,
    container: course.container,
    version: course.version,
    pid: course.pid,
    startKind: course.startKind,
    startedAt: timeOf(course, beganAt),
    durationMs: duration,
    responseMs: answerOf(end) === null ? null : ms(answerOf(end)!.atMs - beganAt),
    initMs: init?.duration ?? null,
  }
  // Under Managed Instances nothing is told of the runtime alone.
  const events = isManaged(course)
    ? [report(course, duration)]
    : [runtimeDone(course), report(course, duration)]
  return { result, events }
}

function endOf({ end, endedAt }: Course): number {
  return end.kind === 'complete' ? end.doneAt : endedAt
}

function runtimeDone(course: Course): PlatformEvent {
  const { end, endedAt, job } = course
  const at = end.kind === 'complete' ? end.runtimeDoneAt : endedAt
  const answer = answerOf(end)
  const produced = answer === null ? {} : { producedBytes: answer.body.length }
  const record: RuntimeDone = {
    requestId: job.requestId,
    ...runtimeStatus(end),
    metrics: { durationMs: ms(at - course.beganAt), ...produced },
    ...(answer === null ? {} : { spans: answerSpans(course, answer, at) }),
    ...identity(job),
  }
  return { time: timeOf(course, at), type: 'platform.runtimeDone', record }
}

function answerSpans(course: Course, answer: Answer, runtimeDoneAt: number): PlatformSpan[] {
  return [
    span(course, 'responseLatency', course.beganAt, answer.beganMs),
    span(course, 'responseDuration', answer.beganMs, answer.atMs),
    span(course, 'runtimeOverhead', answer.atMs, runtimeDoneAt),
  ]
}

function span(course: Course, name: string, from: number, to: number): PlatformSpan {
  const start = new Date(timeOf(course, from)).toISOString()
  return { name, start, durationMs: ms(Math.max(0, to - from)) }
}

function report(course: Course, duration: Ms): PlatformEvent {
  const { end, job, endedTime } = course
  const record: Report = {
    requestId: job.requestId,
    ...(isManaged(course) ? managedStatus(end) : reportStatus(end)),
    metrics: metricsOf(course, duration),
    ...reportSpans(course),
    ...identity(job),
  }
  return { time: endedTime, type: 'platform.report', record }
}

function reportSpans(course: Course): Pick<Report, 'spans'> {
  const { end } = course
  if (end.kind !== 'complete') return {}
  const { answer, runtimeDoneAt, doneAt } = end
  if (isManaged(course)) return { spans: answerSpans(course, answer, runtimeDoneAt).slice(0, 2) }
  return doneAt > runtimeDoneAt ? { spans: [span(course, 'extensionOverhead', runtimeDoneAt, doneAt)] } : {}
}

function isManaged({ initType }: Course): boolean {
  return initType === 'lambda-managed-instances'
}

function metricsOf(course: Course, durationMs: Ms): Report['metrics'] {
  const { fn, init, initType, peakMemoryMb } = course
  if (isManaged(course)) return { durationMs }
  // Billed as AWS does since August 2025: a caller's init and the invocation together, rounded up to a millisecond.
  const initMs = init?.apart === true && initType === 'on-demand' ? init.duration : null
  return {
    durationMs,
    billedDurationMs: ms(Math.ceil(durationMs + (initMs ?? 0))),
    memorySizeMB: fn.memoryMb,
    maxMemoryUsedMB: peakMemoryMb,
    ...(initMs === null ? {} : { initDurationMs: initMs }),
  }
}

function identity({ tenant, traceHeader }: Invocation): { tenantId?: string; tracing: Tracing } {
  return { ...(tenant === undefined ? {} : { tenantId: tenant }), tracing: tracingOf(traceHeader) }
}

/** How Lambda tells of a trace. */
export function tracingOf(traceHeader: string): Tracing {
  return { type: 'X-Amzn-Trace-Id', value: traceHeader }
}

// An error the handler threw is none of the platform's: the runtime answered, and all is well.
function runtimeStatus(end: End): Pick<RuntimeDone, 'status' | 'errorType'> {
  if (end.kind === 'complete') return { status: 'success' }
  return end.by.kind === 'timeout'
    ? { status: 'timeout' }
    : { status: 'failure', errorType: platformErrorType(end.by) }
}

function reportStatus(end: End): Pick<Report, 'status' | 'errorType'> {
  return end.kind === 'complete' ? { status: 'success' } : failureStatus(end.by)
}

// There the report says of a thrown error what it is elsewhere silent about.
function managedStatus(end: End): Pick<Report, 'status' | 'errorType'> {
  if (end.kind === 'broken') return reportStatus(end)
  const { error } = verdict(end.answer)
  if (error === null) return { status: 'success' }
  const known = /^(?:Runtime|Function)\.[A-Z]\w+$/.test(error.errorType)
  return { status: 'error', errorType: known ? error.errorType : 'Function.Unknown' }
}

/** The status of an init or a report that Lambda itself gave up. */
export function failureStatus(by: FailedInit): { status: 'timeout' | 'error'; errorType?: string } {
  return by.kind === 'timeout' ? { status: 'timeout' } : { status: 'error', errorType: platformErrorType(by) }
}

function platformErrorType(by: Exclude<FailedInit, { kind: 'timeout' }>): string {
  switch (by.kind) {
    case 'exited':
      return 'Runtime.ExitError'
    case 'out_of_memory':
      return 'Runtime.OutOfMemory'
    case 'unstartable':
      return 'Sandbox.Failure'
    case 'extension':
      return by.errorType
    case 'init_failed':
      // Lambda's lines know its own types alone: an Error thrown while the handler loads is Runtime.Unknown there.
      return /^(?:Runtime|Function)\.[A-Z]\w+$/.test(by.error.errorType)
        ? by.error.errorType
        : 'Runtime.Unknown'
  }
}

function timeOf({ endedAt, endedTime }: Course, moment: number): UnixMs {
  return unixMs(endedTime - (endedAt - moment))
}

type Told = Pick<InvocationResult, 'outcome' | 'payload' | 'error' | 'stream'>

function tell(end: End, requestId: string, timeout: Ms): Told {
  if (end.kind === 'complete') return { ...said(end.answer), ...verdict(end.answer) }
  const { by } = end
  if (by.kind === 'init_failed') return { ...said(null), outcome: 'error', error: by.error }
  const error: FunctionError = {
    errorType: by.kind === 'timeout' ? 'Sandbox.Timedout' : platformErrorType(by),
    errorMessage: `RequestId: ${requestId} Error: ${reason(by, timeout)}`,
    trace: [],
  }
  return { ...said(end.answer), outcome: by.kind === 'timeout' ? 'timeout' : 'crashed', error }
}

function answerOf(end: End): Answer | null {
  return end.answer
}

function said(answer: Answer | null): Pick<Told, 'payload' | 'stream'> {
  if (answer === null || answer.kind === 'error') return { payload: undefined, stream: null }
  const text = answer.body.toString('utf8')
  if (answer.kind === 'payload') return { payload: parseJson(text), stream: null }
  return { payload: text, stream: { contentType: answer.contentType, chunks: answer.chunks } }
}

function verdict(answer: Answer): Pick<Told, 'outcome' | 'error'> {
  const error = answer.kind === 'payload' ? null : answer.error
  return { outcome: error === null ? 'ok' : 'error', error }
}

/** AWS's words for why a process was ended, or ended itself. */
function reason(by: Exclude<FailedInit, { kind: 'init_failed' }>, timeout: Ms): string {
  switch (by.kind) {
    case 'timeout':
      return `Task timed out after ${(timeout / 1000).toFixed(2)} seconds`
    case 'exited':
      return exitReason(by.exit)
    case 'out_of_memory':
      return exitReason({ code: null, signal: 'SIGKILL' })
    case 'unstartable':
      return by.error instanceof Error ? by.error.message : String(by.error)
    case 'extension':
      return `extension ${by.name} failed with ${by.errorType}`
  }
}

function exitReason({ code, signal }: Exit): string {
  if (signal !== null) return `Runtime exited with error: signal: ${SIGNAL_WORDS[signal] ?? signal}`
  return code === 0
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${code}`
}

const SIGNAL_WORDS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
