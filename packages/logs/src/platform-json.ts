import type { PlatformFact, ReportFact } from './platform-fact.ts'
import { outcomeOfStatus } from './platform-fact.ts'
import { isTimestampMs } from './timestamp.ts'

// Lambda's lines where the log format is JSON: {"time", "type": "platform.report", "record": {...}}, the same
// envelope as the Telemetry API's.

/** What one event's message says if Lambda wrote it as JSON; `undefined` for the application's own lines. */
export function platformJson(message: string): PlatformFact | undefined {
  if (!message.includes('"platform.')) return undefined
  const line = parsed(message)
  if (line === undefined) {
    return CERTAINLY.test(message)
      ? { kind: 'broken', reason: 'a platform event must be whole JSON' }
      : undefined
  }
  const type = line['type']
  if (typeof type !== 'string' || !type.startsWith('platform.')) return undefined
  if (OF_NO_USE.has(type)) return { kind: 'other' }
  const read = READERS.get(type)
  if (read === undefined) return { kind: 'broken', reason: `${type} is not known` }
  const record = line['record']
  if (!isObject(record)) return { kind: 'broken', reason: `record of ${type} must be an object` }
  return timed(read(record), String(line['time'] ?? line['timestamp']))
}

type Fields = Readonly<Record<string, unknown>>

const CERTAINLY = /^\s*\{\s*"time"\s*:\s*"[^"]*"\s*,\s*"type"\s*:\s*"platform\./

const OF_NO_USE: ReadonlySet<string> = new Set(
  [
    'end',
    'extension',
    'fault',
    'initRuntimeDone',
    'logsDropped',
    'logsSubscription',
    'restoreReport',
    'restoreRuntimeDone',
    'restoreStart',
    'runtimeDone',
    'telemetrySubscription',
  ].map((name) => `platform.${name}`),
)

const READERS: ReadonlyMap<string, (record: Fields) => PlatformFact> = new Map([
  ['platform.start', start],
  ['platform.report', report],
  ['platform.initStart', initStart],
  ['platform.initReport', initReport],
])

function start(record: Fields): PlatformFact {
  const requestId = text(record, 'requestId')
  if (requestId === undefined) return { kind: 'broken', reason: 'platform.start without a request id' }
  return {
    kind: 'start',
    requestId,
    ...present({ version: text(record, 'version'), tenant: text(record, 'tenantId') }),
  }
}

function report(record: Fields): PlatformFact {
  const requestId = text(record, 'requestId')
  if (requestId === undefined) return { kind: 'broken', reason: 'platform.report without a request id' }
  const metrics = isObject(record['metrics']) ? record['metrics'] : {}
  return {
    kind: 'report',
    requestId,
    ...present({
      durationMs: number(metrics, 'durationMs'),
      billedMs: number(metrics, 'billedDurationMs'),
      initMs: number(metrics, 'initDurationMs'),
      restoreMs: number(metrics, 'restoreDurationMs'),
      memoryMb: number(metrics, 'memorySizeMB'),
      maxMemoryMb: number(metrics, 'maxMemoryUsedMB'),
      outcome: outcomeOfStatus(text(record, 'status')),
      errorType: text(record, 'errorType'),
      tenant: text(record, 'tenantId'),
    }),
  } satisfies ReportFact
}

function initStart(record: Fields): PlatformFact {
  const runtimeVersion = text(record, 'runtimeVersion')
  return runtimeVersion === undefined ? { kind: 'init-start' } : { kind: 'init-start', runtimeVersion }
}

function initReport(record: Fields): PlatformFact {
  const initMs = isObject(record['metrics']) ? number(record['metrics'], 'durationMs') : undefined
  if (initMs === undefined) return { kind: 'other' }
  return { kind: 'init-report', initMs, phase: text(record, 'phase') ?? 'init' }
}

/** Only facts of {@link READERS} come here, and all of those that have a time keep it in the same field. */
function timed(fact: PlatformFact, time: string): PlatformFact {
  const timeMs = Date.parse(time)
  // The event's own time does for a line without any.
  if (Number.isNaN(timeMs)) return fact
  if (!isTimestampMs(timeMs)) {
    return { kind: 'broken', reason: `time must lie from 1970 to the year 2255, got ${time.slice(0, 40)}` }
  }
  return { ...fact, timeMs } as PlatformFact
}

function parsed(message: string): Fields | undefined {
  try {
    const value = JSON.parse(message) as unknown
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(fields: Fields, name: string): string | undefined {
  const value = fields[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function number(fields: Fields, name: string): number | undefined {
  const value = fields[name]
  return typeof value === 'number' ? value : undefined
}

function present<Of extends object>(fields: Of): { [Name in keyof Of]?: Exclude<Of[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [Name in keyof Of]?: Exclude<Of[Name], undefined> }
}
