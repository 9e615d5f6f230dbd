import { bytes, ms } from '@thermocline/wire'
import type { Bytes, Ms, UnixMs } from '@thermocline/wire'
import type { Sender } from './telemetry-sender.ts'
import type { Buffering } from './telemetry-subscription.ts'

/** Events that did not reach a subscriber. */
export interface Loss {
  readonly records: number
  readonly bytes: Bytes
}

/**
 * What waits for one subscriber, in order. It holds at most `maxBytes` and one event, and as much again is on its way:
 * an event that finds it full is lost, and `onLoss` tells how many were as soon as there is room again.
 */
export interface Queue {
  add(event: string): void
  /** Counts what was lost before it came here. */
  lose(loss: Loss): void
  freeze(): void
  thaw(): void
  /** Resolves when all that is in it now was taken, or at `ended`. */
  drained(ended: AbortSignal): Promise<void>
  /** What is in it is lost. */
  close(): void
}

export interface QueueOptions {
  readonly buffering: Buffering
  readonly sender: Sender
  readonly now: () => UnixMs
  readonly onLoss: (loss: Loss) => void
}

export function openQueue({ buffering, sender, now, onLoss }: QueueOptions): Queue {
  const { maxItems, maxBytes, timeout } = buffering
  let waiting: Waiting[] = []
  let waitingBytes = 0
  let sent = 0
  let lost = NOTHING
  let state: 'running' | 'frozen' | 'closed' = 'running'
  let timer: NodeJS.Timeout | undefined
  const drains = new Set<Drain>()

  function add(event: string): void {
    const size = Buffer.byteLength(event)
    if (state === 'closed') return
    if (waitingBytes >= maxBytes) return lose({ records: 1, bytes: bytes(size) })
    waiting.push({ event, size, at: now() })
    waitingBytes += size
    if (timer === undefined || isFull()) proceed()
  }

  function isFull(): boolean {
    return waiting.length >= maxItems || waitingBytes >= maxBytes
  }

  function lose(loss: Loss): void {
    lost = { records: lost.records + loss.records, bytes: bytes(lost.bytes + loss.bytes) }
  }

  /** Sends a batch if it is time, or sets the clock for when it will be. */
  function proceed(): void {
    stopClock()
    const [first] = waiting
    if (state !== 'running' || sent > 0 || first === undefined) return
    const left = isFull() || drains.size > 0 ? 0 : timeLeft(first, timeout, now())
    if (left > 0) timer = setTimeout(proceed, left)
    else void sendBatch()
  }

  function stopClock(): void {
    clearTimeout(timer)
    timer = undefined
  }

  async function sendBatch(): Promise<void> {
    const batch = cut()
    sent = batch.length
    tellLoss()
    await sender.send(batch)
    sent = 0
    for (const drain of drains) drain.count(batch.length)
    proceed()
  }

  /** No more than `maxBytes` and one event by itself: nothing is added to what has as much. */
  function cut(): string[] {
    const batch = waiting.splice(0, maxItems)
    waitingBytes -= batch.reduce((sum, { size }) => sum + size, 0)
    return batch.map(({ event }) => event)
  }

  function tellLoss(): void {
    const told = lost
    lost = NOTHING
    if (told.records > 0) onLoss(told)
  }

  async function drained(ended: AbortSignal): Promise<void> {
    const ahead = sent + waiting.length
    if (ahead === 0) return
    const drain = openDrain(ahead, ended)
    drains.add(drain)
    sender.hurry()
    proceed()
    await drain.done
    drains.delete(drain)
  }

  return {
    add,
    lose,
    drained,
    freeze() {
      state = 'frozen'
      sender.freeze()
      stopClock()
    },
    thaw() {
      state = 'running'
      sender.thaw()
      proceed()
    },
    close() {
      state = 'closed'
      stopClock()
      waiting = []
      waitingBytes = 0
      for (const drain of drains) drain.count(Infinity)
      sender.close()
    },
  }
}

const NOTHING: Loss = { records: 0, bytes: bytes(0) }

interface Waiting {
  readonly event: string
  readonly size: number
  readonly at: UnixMs
}

// Never more than the timeout, should the clock have been set back.
function timeLeft({ at }: Waiting, timeout: Ms, now: UnixMs): Ms {
  return ms(Math.min(timeout, at + timeout - now))
}

interface Drain {
  readonly done: Promise<void>
  /** So many are gone from the front. */
  count(gone: number): void
}

function openDrain(ahead: number, ended: AbortSignal): Drain {
  const { promise, resolve } = Promise.withResolvers<void>()
  let left = ahead
  ended.addEventListener('abort', () => resolve(), { once: true })
  return {
    done: promise,
    count(gone) {
      left -= gone
      if (left <= 0) resolve()
    },
  }
}
