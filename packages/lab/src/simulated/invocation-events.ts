import { ms, usToMs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { PlatformEvent, PlatformSpan, Report, RuntimeDone, Tracing } from '../platform/event.ts'
import { reachesLog } from '../platform/levels.ts'
import { usedMemoryMb } from './function.ts'
import type { SimulatedFunction } from './function.ts'
import type { Ids } from './ids.ts'
import { STATUSES } from './init-events.ts'
import type { End, ToldContainer } from './init-events.ts'

// What a simulated invocation leaves in the log: the events of the live lab, with the fields they have there.

/** An invocation, as far as its events name it. */
export interface ToldInvocation {
  readonly requestId: string
  readonly tracing: Tracing
  /** When the container was given to it. */
  readonly from: UnixUs
}

/** The trace of an invocation that X-Ray does not follow: in text logs nothing is to be seen of that. */
export function traced({ logFormat }: SimulatedFunction, at: UnixUs, ids: Ids): Tracing {
  if (logFormat.format === 'Text') return UNTRACED
  const seconds = Math.floor(at / 1e6)
    .toString(16)
    .padStart(8, '0')
  return {
    type: 'X-Amzn-Trace-Id',
    value: `Root=1-${seconds}-${ids.hex(24)};Parent=${ids.hex(16)};Sampled=0`,
  }
}

export const UNTRACED: Tracing = { type: 'X-Amzn-Trace-Id', value: '' }

/** `at`: after the init, where one ran inside the invocation. */
export function start(
  { fn, version, tenant }: ToldContainer,
  { requestId, tracing }: ToldInvocation,
  at: UnixUs,
): PlatformEvent {
  return {
    time: usToMs(at),
    type: 'platform.start',
    record: { requestId, version, functionArn: fn.arn, ...tenantOf(tenant), tracing },
  }
}

function tenantOf(tenant: string | null): { readonly tenantId?: string } {
  return tenant === null ? {} : { tenantId: tenant }
}

/** What the runtime writes of an error that the handler threw. */
export function thrown({ logFormat }: SimulatedFunction, requestId: string, at: UnixUs): PlatformEvent {
  const time = usToMs(at)
  const timestamp = new Date(time).toISOString()
  const error = { errorType: 'Error', errorMessage: MESSAGE }
  const record =
    logFormat.format === 'JSON'
      ? { timestamp, level: 'ERROR', requestId, message: { ...error, stackTrace: STACK } }
      : `${timestamp}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify({ ...error, stack: STACK })}`
  return { time, type: 'function', record }
}

const MESSAGE = 'the handler was simulated to throw'
const STACK = [`Error: ${MESSAGE}`]

/** How an invocation ended. */
export interface ToldEnd {
  readonly at: UnixUs
  readonly end: End
  /** Its process is gone, and nothing was answered. */
  readonly broken: boolean
  /** Microseconds of its process's init, where that was over before and has not been told of. */
  readonly initUs: number | null
}

/** What is written at the end of an invocation. */
export function finish(
  container: ToldContainer,
  invocation: ToldInvocation,
  told: ToldEnd,
): readonly PlatformEvent[] {
  const time = usToMs(told.at)
  const { requestId, tracing } = invocation
  const { status, errorType } = told.broken ? STATUSES[told.end] : STATUSES.ok
  const ending = { requestId, status, ...(errorType === undefined ? {} : { errorType }) }
  const identity = { ...tenantOf(container.tenant), tracing }
  const metrics = metricsOf(container, invocation, told)
  const report: PlatformEvent = {
    time,
    type: 'platform.report',
    record: { ...ending, metrics, ...identity },
  }
  const done: DoneEvent = {
    time,
    type: 'platform.runtimeDone',
    record: { ...ending, status: status === 'error' ? 'failure' : status },
  }
  if (!isWritten(container.fn, done)) return [report]
  const more = { ...workOf(invocation, told), ...identity }
  return [{ ...done, record: { ...done.record, ...more } }, report]
}

type DoneEvent = Extract<PlatformEvent, { readonly type: 'platform.runtimeDone' }>

/** Asked before the record is whole: most logs have no line of it, and its times take as long as all the rest. */
function isWritten({ logFormat }: SimulatedFunction, event: DoneEvent): boolean {
  return logFormat.format === 'JSON' && reachesLog(event, logFormat.systemLevel)
}

function workOf({ from }: ToldInvocation, { at, broken }: ToldEnd): Pick<RuntimeDone, 'metrics' | 'spans'> {
  const durationMs = ms((at - from) / 1000)
  if (broken) return { metrics: { durationMs } }
  const [begin, end] = [new Date(from / 1000).toISOString(), new Date(at / 1000).toISOString()]
  const spans: PlatformSpan[] = [
    { name: 'responseLatency', start: begin, durationMs },
    { name: 'responseDuration', start: end, durationMs: ms(0) },
    { name: 'runtimeOverhead', start: end, durationMs: ms(0) },
  ]
  return { metrics: { durationMs, producedBytes: ANSWER_BYTES }, spans }
}

/** Simulated handlers answer `null`. */
const ANSWER_BYTES = 4

function metricsOf(
  { fn, initType }: ToldContainer,
  { from }: ToldInvocation,
  { at, initUs }: ToldEnd,
): Report['metrics'] {
  const durationMs = ms((at - from) / 1000)
  if (initType === 'lambda-managed-instances') return { durationMs }
  // Billed as AWS does since August 2025: a caller's init and the invocation together, rounded up to a millisecond.
  const apartUs = initType === 'on-demand' ? initUs : null
  return {
    durationMs,
    billedDurationMs: ms(Math.ceil((at - from + (apartUs ?? 0)) / 1000)),
    memorySizeMB: fn.memoryMb,
    maxMemoryUsedMB: usedMemoryMb(fn),
    ...(apartUs === null ? {} : { initDurationMs: ms(apartUs / 1000) }),
  }
}
