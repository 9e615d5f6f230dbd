import type { UnixMs } from '@thermocline/wire'
import type { PlatformEvent } from '../platform/event.ts'
import { openDelivery } from './telemetry-delivery.ts'
import { openQueue } from './telemetry-queue.ts'
import type { Loss, Queue } from './telemetry-queue.ts'
import { encodeEvent, telemetryType } from './telemetry-record.ts'
import { openSender } from './telemetry-sender.ts'
import type { Subscription } from './telemetry-subscription.ts'

/** One subscription, and what waits for it. */
export interface Subscriber {
  readonly queue: Queue
  /** Queues the event if it is of the subscribed types. */
  take(event: PlatformEvent): void
}

export function openSubscriber(
  { destination, buffering, types, schemaVersion }: Subscription,
  now: () => UnixMs,
  onLoss: (loss: Loss) => void,
): Subscriber {
  const queue = openQueue({ buffering, sender: openSender(openDelivery(destination)), now, onLoss })
  return {
    queue,
    take(event) {
      if (types.includes(telemetryType(event))) queue.add(encodeEvent(event, schemaVersion))
    },
  }
}
