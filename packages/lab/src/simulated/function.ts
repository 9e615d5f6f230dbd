import type { LabFunction } from '../settings.ts'

/** What logs and spans tell of a simulated function; a function of the live lab is one, too. */
export interface SimulatedFunction extends Pick<
  LabFunction,
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
> {
  /** How its SDK sends spans, which decides how long before its deadline a timeout is told. Default `otlp`. */
  readonly flush?: 'log' | 'otlp'
  /** Megabytes that REPORT gives as used. Default 56, or all of a function that has less. */
  readonly usedMemoryMb?: number
}

/** The first version of Node of its runtime's line: a simulation has none that it could ask. */
export function nodeVersion({ runtime }: Pick<SimulatedFunction, 'runtime'>): string {
  return `${/\d+/.exec(runtime)?.[0] ?? '0'}.0.0`
}

// Measured: a container of the live lab whose handler does nothing but to be wrapped by the SDK.
const IDLE_PROCESS_MB = 56

export function usedMemoryMb({ usedMemoryMb: used, memoryMb }: SimulatedFunction): number {
  return used ?? Math.min(IDLE_PROCESS_MB, memoryMb)
}
