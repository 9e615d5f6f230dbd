import { ms } from '@thermocline/wire'
import type { Ms } from '@thermocline/wire'
import type { Delivery } from './telemetry-delivery.ts'

/** Sends one batch at a time, again and again until it is taken. */
export interface Sender {
  /** Resolves when the batch was taken, or when the sender closed. To be called after the one before resolved. */
  send(batch: readonly string[]): Promise<void>
  /** No attempt begins; one under way ends when the listener thaws. */
  freeze(): void
  /** A batch that failed is tried again at once. */
  thaw(): void
  /** As `thaw`, where it is not frozen. */
  hurry(): void
  close(): void
}

export function openSender(delivery: Delivery): Sender {
  let frozen = false
  let closed = false
  let again: (() => void) | null = null
  let timer: NodeJS.Timeout | undefined

  function send(batch: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      const attempt = (failures: number): void => {
        if (closed) return resolve()
        delivery.send(batch).then(resolve, () => {
          if (closed) return resolve()
          again = () => attempt(failures + 1)
          if (!frozen) timer = setTimeout(wake, pauseAfter(failures))
        })
      }
      attempt(0)
    })
  }

  function wake(): void {
    clearTimeout(timer)
    const attempt = again
    again = null
    attempt?.()
  }

  return {
    send,
    freeze() {
      frozen = true
      clearTimeout(timer)
    },
    thaw() {
      frozen = false
      wake()
    },
    hurry: () => void (frozen || wake()),
    close() {
      closed = true
      delivery.close()
      wake()
    },
  }
}

// AWS says that it backs off, not by how much.
function pauseAfter(failures: number): Ms {
  return ms(Math.min(50 * 2 ** failures, 1600))
}
