import { ms, unixUs, usToMs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { InitPhase, InitReport, InitType, PlatformEvent } from '../platform/event.ts'
import type { SimulatedFunction } from './function.ts'

// What Lambda tells of a simulated container's inits: the events of the live lab, with the fields they have there.

/** A container, as far as its events name it. */
export interface ToldContainer {
  readonly fn: SimulatedFunction
  readonly version: string
  readonly initType: InitType
  readonly instanceId: string
  readonly tenant: string | null
}

/** How an init or an invocation ended; `threw`: the handler did, which is no fault of the platform, or its module. */
export type End = 'ok' | 'threw' | 'timeout' | 'exited'

export function initStart(container: ToldContainer, phase: InitPhase, at: UnixUs): PlatformEvent {
  const { fn, initType, version, instanceId } = container
  const [major, minor] = fn.runtime.nodeVersion.split('.')
  return {
    time: usToMs(at),
    type: 'platform.initStart',
    record: {
      initializationType: initType,
      phase,
      runtimeVersion: `nodejs:${major}.v${minor}`,
      runtimeVersionArn: `arn:aws:lambda:${fn.region}::runtime:${NO_HASH}`,
      functionName: fn.name,
      functionVersion: version,
      instanceId,
      instanceMaxMemory: fn.memoryMb,
    },
  }
}

const NO_HASH = '0'.repeat(64)

export interface ToldInit {
  readonly phase: InitPhase
  readonly from: UnixUs
  readonly us: number
  readonly end: End
}

export function initEnd({ initType }: ToldContainer, { phase, from, us, end }: ToldInit): PlatformEvent[] {
  const time = usToMs(unixUs(from + us))
  const record = { initializationType: initType, phase, ...STATUSES[end] }
  return [
    { time, type: 'platform.initRuntimeDone', record },
    { time, type: 'platform.initReport', record: { ...record, metrics: { durationMs: ms(us / 1000) } } },
  ]
}

export const STATUSES: Readonly<Record<End, Pick<InitReport, 'status' | 'errorType'>>> = {
  ok: { status: 'success' },
  threw: { status: 'error', errorType: 'Runtime.Unknown' },
  timeout: { status: 'timeout' },
  exited: { status: 'error', errorType: 'Runtime.ExitError' },
}
