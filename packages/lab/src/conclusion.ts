import { ms, unixMs } from '@thermocline/wire'
import type { Ms, UnixMs } from '@thermocline/wire'
import type { End, FailedInit, Invocation, InvocationResult, StartKind } from './invocation.ts'
import { endLine, initReportLine, reportLine } from './platform-lines.ts'
import type { Failure } from './platform-lines.ts'
import type { Answer, FunctionError } from './runtime-api.ts'
import type { Exit } from './runtime-process.ts'
import type { LabFunction } from './settings.ts'

/** Everything that is known of an invocation once it is over. Moments are `performance.now()`. */
export interface Course {
  readonly fn: LabFunction
  readonly job: Invocation
  readonly container: string
  readonly pid: number
  readonly startKind: StartKind
  readonly beganAt: number
  readonly endedAt: number
  readonly endedTime: UnixMs
  readonly end: End
  /** Absent when warm. `apart`: before the invocation, as a first init is, not inside it. */
  readonly init?: { readonly duration: Ms; readonly apart: boolean } | undefined
  readonly peakMemoryMb: number
}

/** What the caller gets of it, and what the log does. */
export function conclude(course: Course): { result: InvocationResult; lines: string[] } {
  const { fn, end, init, beganAt } = course
  const { requestId } = course.job
  const told = tell(end, requestId, fn.timeout)
  const duration = ms(durationEnd(course) - beganAt)
  const result: InvocationResult = {
    ...told,
    requestId,
    functionName: fn.name,
    container: course.container,
    pid: course.pid,
    startKind: course.startKind,
    startedAt: unixMs(course.endedTime - (course.endedAt - beganAt)),
    durationMs: duration,
    responseMs: end.answer === null ? null : ms(end.answer.atMs - beganAt),
    initMs: init?.duration ?? null,
  }
  const report = reportLine({
    requestId,
    duration,
    memoryMb: fn.memoryMb,
    peakMemoryMb: course.peakMemoryMb,
    init: init?.apart === true ? init.duration : null,
    failure: end.kind === 'complete' ? null : failureOf(end),
  })
  return { result, lines: [endLine(requestId), report] }
}

/** The INIT_REPORT line of an init that failed. */
export function concludeInit(end: FailedInit, phase: 'init' | 'invoke', duration: Ms): string {
  return initReportLine(duration, phase, failureOf(end))
}

// A stream's last bytes may come after the runtime asked for its next event.
function durationEnd({ end, endedAt }: Course): number {
  return end.kind === 'complete' ? Math.max(end.askedAt, end.answer.atMs) : endedAt
}

type Told = Pick<InvocationResult, 'outcome' | 'payload' | 'error' | 'stream'>

function tell(end: End, requestId: string, timeout: Ms): Told {
  const error = (errorType: string): FunctionError => ({
    errorType,
    errorMessage: `RequestId: ${requestId} Error: ${reason(end, timeout)}`,
    trace: [],
  })
  switch (end.kind) {
    case 'complete':
      return { ...said(end.answer), ...verdict(end.answer) }
    case 'timeout':
      return { ...said(end.answer), outcome: 'timeout', error: error('Sandbox.Timedout') }
    case 'exited':
      return { ...said(end.answer), outcome: 'crashed', error: error('Runtime.ExitError') }
    case 'init_failed':
      return { ...said(null), outcome: 'error', error: end.error }
  }
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

function failureOf(end: Exclude<End, { kind: 'complete' }>): Failure {
  switch (end.kind) {
    case 'timeout':
      return { status: 'timeout', errorType: null }
    case 'exited':
      return { status: 'error', errorType: 'Runtime.ExitError' }
    case 'init_failed':
      return { status: 'error', errorType: platformType(end.error.errorType) }
  }
}

// Lambda's lines know its own types alone: an Error thrown while the handler loads is Runtime.Unknown there.
function platformType(errorType: string): string {
  return /^(?:Runtime|Function)\.[A-Z]\w+$/.test(errorType) ? errorType : 'Runtime.Unknown'
}

/** AWS's words for why a process was ended, or ended itself. */
function reason(end: End, timeout: Ms): string {
  switch (end.kind) {
    case 'timeout':
      return `Task timed out after ${(timeout / 1000).toFixed(2)} seconds`
    case 'exited':
      return exitReason(end.exit)
    case 'complete':
    case 'init_failed':
      return ''
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
