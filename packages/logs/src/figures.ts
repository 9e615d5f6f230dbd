import { DURATION_MS, isWithin, MEMORY_BYTES } from '@thermocline/otlp'
import type { ReportFact } from './platform-fact.ts'

const DURATIONS = [
  ['durationMs', 'duration'],
  ['billedMs', 'billed duration'],
  ['initMs', 'init duration'],
  ['restoreMs', 'restore duration'],
  ['billedRestoreMs', 'billed restore duration'],
] as const

const MEMORIES = [
  ['memoryMb', 'memory size'],
  ['maxMemoryMb', 'max memory used'],
] as const

/** Why a report cannot be true, by its first figure that cannot be; a line with one such figure was damaged. */
export function oddFigure(report: ReportFact): string | undefined {
  for (const [field, name] of DURATIONS) {
    const reason = oddDuration(name, report[field])
    if (reason !== undefined) return reason
  }
  for (const [field, name] of MEMORIES) {
    const value = report[field]
    if (value !== undefined && !isWithin(value * 2 ** 20, MEMORY_BYTES)) {
      return `${name} must be 0 to ${MEMORY_BYTES.most / 2 ** 20} MB, got ${value}`
    }
  }
  return undefined
}

/** Why a duration cannot be true. */
export function oddDuration(name: string, valueMs: number | undefined): string | undefined {
  if (valueMs === undefined || isWithin(valueMs, DURATION_MS)) return undefined
  return `${name} must be 0 to ${DURATION_MS.most} ms, got ${valueMs}`
}
