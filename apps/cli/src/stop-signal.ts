import { setTimeout as delay } from 'node:timers/promises'

const ECHO_MS = 1000
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
  let firstAt: number | null = null
  const onSignal = (name: NodeJS.Signals): void => {
    firstAt ??= performance.now()
    stop()
    // Whoever presses Ctrl-C a second time does not want to wait for a clean end. npm, too, passes on a signal that the
    // terminal has sent to all already, some milliseconds later.
    if (performance.now() - firstAt < ECHO_MS) return
    release()
    process.kill(process.pid, name)
  }
  const release = (): void => {
    for (const name of SIGNALS) process.removeListener(name, onSignal)
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  return {
    signal: controller.signal,
    wished,
    stop,
    release,
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
