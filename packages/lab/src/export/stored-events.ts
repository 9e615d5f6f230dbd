import { createHash } from 'node:crypto'
import { unixMs } from '@thermocline/wire'
import type { UnixMs } from '@thermocline/wire'
import type { LogStream } from './log-stream.ts'

/** An event with what CloudWatch adds to it when it takes it in. */
export interface StoredEvent {
  /** 56 digits, which sort by time; the same in every export, unless an older event has joined the stream. */
  readonly id: string
  /** Whole milliseconds, as `ingestionTime` is. */
  readonly timestamp: UnixMs
  readonly message: string
  readonly ingestionTime: UnixMs
}

/** The events of a stream by time; those of one millisecond stay in the order they were written. */
export function storedEvents({ logGroup, logStream, events }: LogStream): StoredEvent[] {
  const mark = markOf(`${logGroup}:${logStream}`)
  return events
    .toSorted((one, other) => Math.floor(one.timestamp) - Math.floor(other.timestamp))
    .map(({ timestamp, message }, index) => {
      const whole = unixMs(Math.floor(timestamp))
      const id = eventId(whole, mark + BigInt(index))
      return { id, timestamp: whole, message, ingestionTime: ingestionTime(whole) }
    })
}

// As in the ids of AWS, where the time stands above 144 bits of something else.
const TIME_SHIFT = 144n
const INDEX_BITS = 40n

function eventId(timestamp: UnixMs, rest: bigint): string {
  return String((BigInt(timestamp) << TIME_SHIFT) + rest).padStart(56, '0')
}

/** Tells events of one millisecond in different streams apart; leaves room for their number. */
function markOf(stream: string): bigint {
  const digits = createHash('sha256').update(stream).digest('hex').slice(0, 26)
  return BigInt(`0x${digits}`) << INDEX_BITS
}

// Lambda hands lines over in batches, and the events of one share their ingestion time.
const BATCH_MS = 5000

function ingestionTime(timestamp: UnixMs): UnixMs {
  return unixMs((Math.floor(timestamp / BATCH_MS) + 1) * BATCH_MS)
}
