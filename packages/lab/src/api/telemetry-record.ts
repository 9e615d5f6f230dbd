import type { PlatformEvent } from '../platform/event.ts'
import type { SchemaVersion, TelemetryType } from './telemetry-subscription.ts'

/** Under which of the three names an extension subscribes to it. */
export function telemetryType({ type }: PlatformEvent): TelemetryType {
  return type === 'function' || type === 'extension' ? type : 'platform'
}

/** The event as JSON, with no line end in it. */
export function encodeEvent(event: PlatformEvent, version: SchemaVersion): string {
  const { time, type } = event
  return JSON.stringify({ time: new Date(time).toISOString(), type, record: recordOf(event, version) })
}

// The oldest schema knows log lines as text only, whatever was written.
function recordOf(event: PlatformEvent, version: SchemaVersion): PlatformEvent['record'] {
  const isLine = telemetryType(event) !== 'platform'
  if (isLine && version === '2022-07-01' && typeof event.record !== 'string')
    return JSON.stringify(event.record)
  return event.record
}
