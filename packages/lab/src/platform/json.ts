import type { PlatformEvent } from './event.ts'
import { reachesLog } from './levels.ts'
import type { SystemEvent, SystemLogLevel } from './levels.ts'
import { applicationLine } from './text.ts'

export interface JsonLogSettings {
  readonly systemLevel: SystemLogLevel
}

/**
 * The lines of one event where the log format is JSON, without line ends: none where it is below the system log level.
 * What functions and extensions wrote passes as it is; the runtime has seen to its level.
 */
export function jsonLines(event: PlatformEvent, { systemLevel }: JsonLogSettings): string[] {
  if (event.type === 'function' || event.type === 'extension') return [applicationLine(event.record)]
  return reachesLog(event, systemLevel) ? [systemLine(event)] : []
}

function systemLine({ time, type, record }: SystemEvent): string {
  return JSON.stringify({ time: new Date(time).toISOString(), type, record }, toMicroseconds)
}

/** Durations have microseconds on AWS, where a finer clock of this machine has more digits; all else is whole. */
function toMicroseconds(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value
}
