import { gzipSync } from 'node:zlib'
import type { LogStream } from './log-stream.ts'
import { storedEvents } from './stored-events.ts'

/** What a Lambda function behind a subscription filter is invoked with. */
export interface SubscriptionPayload {
  readonly awslogs: {
    /** A DATA_MESSAGE as JSON, gzipped, in base64. */
    readonly data: string
  }
}

export interface Subscription {
  /** The account the logs are of. */
  readonly owner: string
  /** Name of the subscription filter. */
  readonly filter: string
}

/**
 * The logs as a subscription delivers them: each payload has events of one stream, by time, at most 10,000 of them and
 * at most 1 MiB, counted as the messages in UTF-8 and 26 bytes an event. An event that is bigger has a payload to
 * itself. Streams follow each other as they were given.
 */
export function subscriptionPayloads(
  streams: readonly LogStream[],
  subscription: Subscription,
): SubscriptionPayload[] {
  return streams.flatMap((stream) =>
    batches(logEvents(stream)).map((batch) => pack(dataMessage(stream, subscription, batch))),
  )
}

interface LogEvent {
  readonly id: string
  readonly timestamp: number
  readonly message: string
}

function logEvents(stream: LogStream): LogEvent[] {
  return storedEvents(stream).map(({ id, timestamp, message }) => ({ id, timestamp, message }))
}

// How CloudWatch batches on the way out is not public: these are its limits, and its count, for the way in.
const MOST_EVENTS = 10_000
const MOST_BYTES = 1_048_576
const BYTES_PER_EVENT = 26

function batches(events: readonly LogEvent[]): LogEvent[][] {
  const all: LogEvent[][] = []
  let batch: LogEvent[] = []
  // Full, so that the first event opens the first batch.
  let size = MOST_BYTES
  for (const event of events) {
    const added = Buffer.byteLength(event.message) + BYTES_PER_EVENT
    if (batch.length === MOST_EVENTS || size + added > MOST_BYTES) {
      batch = []
      size = 0
      all.push(batch)
    }
    batch.push(event)
    size += added
  }
  return all
}

function dataMessage(
  { logGroup, logStream }: LogStream,
  { owner, filter }: Subscription,
  events: readonly LogEvent[],
): object {
  return {
    messageType: 'DATA_MESSAGE',
    owner,
    logGroup,
    logStream,
    subscriptionFilters: [filter],
    logEvents: events,
  }
}

function pack(message: object): SubscriptionPayload {
  return { awslogs: { data: gzipSync(JSON.stringify(message)).toString('base64') } }
}
