import type { FunctionBehaviour } from '../settings/function.ts'

/** What logs and spans tell of a simulated function; a function of the live lab is one, too. */
export interface SimulatedFunction extends Pick<
  FunctionBehaviour,
  | 'name'
  | 'region'
  | 'account'
  | 'arn'
  | 'logGroup'
  | 'logFormat'
  | 'runtime'
  | 'memoryMb'
  | 'timeout'
  | 'initTimeout'
  | 'standingInitTimeout'
> {
  /** How its SDK sends spans, which decides how long before its deadline a timeout is told. Default `otlp`. */
  readonly flush?: 'log' | 'otlp'
  /** Megabytes that REPORT gives as used. Default 56, or all of a function that has less. */
  readonly usedMemoryMb?: number
}

// Measured: a container of the live lab whose handler does nothing but to be wrapped by the SDK.
const IDLE_PROCESS_MB = 56

export function usedMemoryMb({ usedMemoryMb: used, memoryMb }: SimulatedFunction): number {
  return used ?? Math.min(IDLE_PROCESS_MB, memoryMb)
}
