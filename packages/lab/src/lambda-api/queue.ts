import { badSetting, ThermoclineError } from '@thermocline/wire'
import type { DrivenLab } from './call.ts'

// Asynchronous invocations. As on AWS a failed one is tried twice more, with the same request id, and a throttled one
// until it is too old. Nobody hears what came of it: the journal and the logs tell.

export interface QueueSettings {
  /**
   * How long after a failure a second and a third try are made, in milliseconds. Default 1,000 and 2,000, where AWS
   * waits one minute and two. The analyzer takes tries in one container within 30 s for one attempt.
   */
  readonly retryDelaysMs?: readonly [number, number]
  /** How long a throttled one waits first, in milliseconds, and then twice as long each time, up to 5 min. Default 1,000. */
  readonly throttledDelayMs?: number
  /** How old it may become, in milliseconds. Default 6 h. */
  readonly maxAgeMs?: number
}

interface QueuedEvent {
  readonly functionName: string
  readonly event: unknown
  readonly options: {
    readonly requestId: string
    readonly tenant?: string
    readonly clientContext?: string
  }
}

export interface EventQueue {
  add(queued: QueuedEvent): void
  /** Forgets what waits for another try. */
  close(): void
}

/** Throws `bad_setting` for a delay that is none. */
export function openEventQueue(lab: Pick<DrivenLab, 'invoke'>, settings: QueueSettings): EventQueue {
  const { retryDelaysMs = [1000, 2000], throttledDelayMs = 1000, maxAgeMs = 21_600_000 } = settings
  for (const delay of [...retryDelaysMs, throttledDelayMs, maxAgeMs])
    if (!(delay >= 0 && delay <= MOST_DELAY_MS))
      throw badSetting('a delay of asynchronous invocations', `0 to ${MOST_DELAY_MS} milliseconds`, delay)
  const timers = new Set<NodeJS.Timeout>()
  let closed = false

  async function attempt(queued: QueuedEvent, past: Past): Promise<void> {
    const failed = await tryOnce(queued)
    if (failed === null || closed) return
    if (failed === 'error') {
      const delay = retryDelaysMs[past.failures]
      if (delay !== undefined) later(delay, queued, { ...past, failures: past.failures + 1 })
      return
    }
    const delay = Math.min(throttledDelayMs * 2 ** past.throttles, MOST_THROTTLED_DELAY_MS)
    if (performance.now() + delay - past.since > maxAgeMs) return
    later(delay, queued, { ...past, throttles: past.throttles + 1 })
  }

  /** What went wrong, or `null`. */
  async function tryOnce({
    functionName,
    event,
    options,
  }: QueuedEvent): Promise<'error' | 'throttled' | null> {
    try {
      const { outcome } = await lab.invoke(functionName, event, options)
      return outcome === 'ok' ? null : 'error'
    } catch (error) {
      return error instanceof ThermoclineError && error.code === 'lab_throttled' ? 'throttled' : 'error'
    }
  }

  function later(delay: number, queued: QueuedEvent, past: Past): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void attempt(queued, past)
    }, delay)
    timers.add(timer)
  }

  return {
    add: (queued) => void attempt(queued, { since: performance.now(), failures: 0, throttles: 0 }),
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}

interface Past {
  readonly since: number
  readonly failures: number
  readonly throttles: number
}

const MOST_THROTTLED_DELAY_MS = 300_000
// Beyond it a timer of Node fires at once.
const MOST_DELAY_MS = 2_147_483_647
