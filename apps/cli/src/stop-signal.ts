import { setTimeout as delay } from 'node:timers/promises'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Somebody's wish that the process end, from the moment this was made. */
export interface StopSignal {
  readonly signal: AbortSignal
  /** Resolves at the wish. */
  readonly wished: Promise<void>
  /** The same wish, made by ourselves. */
  stop(): void
  /** Gives the signals back: the next one ends the process at once. */
  release(): void
}

export function openStopSignal(): StopSignal {
  const controller = new AbortController()
  const wished = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  const stop = (): void => controller.abort()
  // `once`: whoever presses Ctrl-C a second time does not want to wait for a clean end.
  for (const name of SIGNALS) process.once(name, stop)
  return {
    signal: controller.signal,
    wished,
    stop,
    release: () => {
      for (const name of SIGNALS) process.removeListener(name, stop)
    },
  }
}

/** Wishes the end after so many minutes, unless it comes earlier. */
export async function stopAfter(minutes: number, stopping: StopSignal): Promise<void> {
  try {
    await delay(minutes * 60_000, undefined, { signal: stopping.signal, ref: false })
    stopping.stop()
  } catch {
    // Stopped before the time was over.
  }
}
