import { usToMs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { PlatformEvent, Tracing } from '../platform/event.ts'
import type { SimulatedFunction } from './function.ts'
import type { Ids } from './ids.ts'
import type { ToldContainer } from './init-events.ts'

// What a simulated invocation leaves in the log until its end: the events of the live lab, with their fields.

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

export function tenantOf(tenant: string | null): { readonly tenantId?: string } {
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
