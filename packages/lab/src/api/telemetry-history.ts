import { bytes } from '@thermocline/wire'
import type { PlatformEvent } from '../platform/event.ts'
import type { Loss } from './telemetry-queue.ts'
import { encodeEvent, telemetryType } from './telemetry-record.ts'
import type { TelemetryType } from './telemetry-subscription.ts'

/** What was told since the init began, for those who subscribe in the middle of it. */
export interface History {
  /** The first 1 MiB is kept, as much as the largest buffer holds; the rest is counted. */
  keep(event: PlatformEvent): void
  events(types: readonly TelemetryType[]): readonly PlatformEvent[]
  /** What of these types was not kept. */
  lost(types: readonly TelemetryType[]): Loss
}

const MOST_BYTES = 1_048_576

export function openHistory(): History {
  const kept: PlatformEvent[] = []
  const lost = { platform: noLoss(), function: noLoss(), extension: noLoss() }
  let keptBytes = 0

  return {
    keep(event) {
      const size = Buffer.byteLength(encodeEvent(event, '2025-01-29'))
      if (keptBytes < MOST_BYTES) {
        kept.push(event)
        keptBytes += size
      } else {
        const counted = lost[telemetryType(event)]
        counted.records++
        counted.bytes += size
      }
    },
    events: (types) => kept.filter((event) => types.includes(telemetryType(event))),
    lost: (types) => ({
      records: types.reduce((sum, type) => sum + lost[type].records, 0),
      bytes: bytes(types.reduce((sum, type) => sum + lost[type].bytes, 0)),
    }),
  }
}

function noLoss(): { records: number; bytes: number } {
  return { records: 0, bytes: 0 }
}
