import type { Ms, UnixMs } from '@thermocline/wire'
import type { LogsDropped, PlatformEvent } from '../platform/event.ts'
import { openHistory } from './telemetry-history.ts'
import type { Loss, Queue } from './telemetry-queue.ts'
import { openSubscriber } from './telemetry-subscriber.ts'
import type { Subscriber } from './telemetry-subscriber.ts'
import { readSubscription, SCHEMA_VERSIONS } from './telemetry-subscription.ts'
import type { SchemaVersion, Subscription, TelemetryType } from './telemetry-subscription.ts'

/** Lambda's Telemetry API for one container, without the HTTP in front of it. */
export interface Telemetry {
  /** Answers `PUT /2022-07-01/telemetry`; `extension` is the name of whoever holds the Lambda-Extension-Identifier. */
  subscribe(extension: string, body: Buffer): TelemetryAnswer
  /** Queues the event for every subscriber whose types include it. */
  publish(event: PlatformEvent): void
  /** The init is over: whoever subscribes now is refused, and nothing more is kept for him. */
  endInit(): void
  /** The container is frozen: nothing is sent, what is queued stays. A batch on its way may still be answered. */
  freeze(): void
  /** What became due in the meantime is sent at once. */
  thaw(): void
  /** Sends all that is queued; resolves when it was taken or at `withinMs`, whichever is first. */
  flush(withinMs: Ms): Promise<void>
  /** Extensions are gone (reset): subscriptions end, what was queued for them is lost, and another init may follow. */
  forget(): void
  /** Nothing is sent, kept or subscribed to from here on, and no timer or connection is left. */
  close(): void
}

export interface TelemetryAnswer {
  readonly status: number
  /** JSON. */
  readonly body: string
}

export interface TelemetryOptions {
  readonly now: () => UnixMs
  /** Called before `subscribe` returns, so that what is published from it comes after what was before. */
  onSubscribed(extension: string, types: readonly TelemetryType[], again: boolean): void
  /** Records were dropped, as all subscribers of platform events were just told: for the log. */
  onDropped?(event: PlatformEvent): void
  /** What `schemaVersion` may be; all that Lambda knows, unless said. Managed Instances take 2025-01-29 alone. */
  readonly schemaVersions?: readonly SchemaVersion[]
}

/**
 * For a subscriber that takes nothing, it holds twice his `maxBytes` and two events: 2 MiB and two log lines at the most.
 */
export function openTelemetry(options: TelemetryOptions): Telemetry {
  const { now, schemaVersions = SCHEMA_VERSIONS } = options
  const subscribers = new Map<string, Subscriber>()
  let phase: 'init' | 'running' | 'closed' = 'init'
  let history = openHistory()
  let frozen = false

  function subscribe(extension: string, body: Buffer): TelemetryAnswer {
    if (phase !== 'init') return CLOSED
    const request = readSubscription(body, schemaVersions)
    if (request.kind === 'invalid') return refusal(400, 'ValidationError', request.message)

    const { subscription } = request
    const before = subscribers.get(extension)
    before?.queue.close()
    subscribers.set(extension, admit(subscription))
    options.onSubscribed(extension, subscription.types, before !== undefined)
    return { status: 200, body: '"OK"' }
  }

  function admit(subscription: Subscription): Subscriber {
    const subscriber = openSubscriber(subscription, now, tellLoss)
    if (frozen) subscriber.queue.freeze()
    for (const event of history.events(subscription.types)) subscriber.take(event)
    subscriber.queue.lose(history.lost(subscription.types))
    return subscriber
  }

  function publish(event: PlatformEvent): void {
    if (phase === 'init') history.keep(event)
    for (const subscriber of subscribers.values()) subscriber.take(event)
  }

  function tellLoss({ records, bytes }: Loss): void {
    const record: LogsDropped = { reason: FALLEN_BEHIND, droppedRecords: records, droppedBytes: bytes }
    const event: PlatformEvent = { time: now(), type: 'platform.logsDropped', record }
    publish(event)
    options.onDropped?.(event)
  }

  function each(act: (queue: Queue) => void): void {
    for (const { queue } of subscribers.values()) act(queue)
  }

  function end(): void {
    each((queue) => queue.close())
    subscribers.clear()
    history = openHistory()
  }

  return {
    subscribe,
    publish,
    endInit() {
      if (phase === 'init') phase = 'running'
      history = openHistory()
    },
    freeze() {
      frozen = true
      each((queue) => queue.freeze())
    },
    thaw() {
      frozen = false
      each((queue) => queue.thaw())
    },
    flush: (withinMs) => flush([...subscribers.values()], withinMs),
    forget() {
      end()
      if (phase === 'running') phase = 'init'
    },
    close() {
      end()
      phase = 'closed'
    },
  }
}

// The words of AWS's documentation.
const FALLEN_BEHIND = 'Consumer seems to have fallen behind as it has not acknowledged receipt of logs.'

const CLOSED = refusal(403, 'Telemetry.SubscriptionClosed', 'Telemetry API subscription is closed already')

function refusal(status: number, errorType: string, errorMessage: string): TelemetryAnswer {
  return { status, body: JSON.stringify({ errorType, errorMessage }) }
}

async function flush(subscribers: readonly Subscriber[], within: Ms): Promise<void> {
  const ended = new AbortController()
  const timer = setTimeout(() => ended.abort(), within)
  await Promise.all(subscribers.map(({ queue }) => queue.drained(ended.signal)))
  clearTimeout(timer)
}
