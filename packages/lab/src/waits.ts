import { setTimeout as sleep } from 'node:timers/promises'
import type { Ms } from '@thermocline/wire'
import type { End, FailedInit } from './invocation.ts'
import type { Answer, RuntimeApi } from './runtime-api.ts'
import type { RuntimeProcess } from './runtime-process.ts'

// Whatever comes first: the runtime's own word, the death of its process, or the end of its time.

export type InitEnd = { readonly kind: 'ready'; readonly askedAt: number } | FailedInit

/** Waits for an init to ask for its first event, to fail, to die, or to overrun. */
export async function waitForInit(api: RuntimeApi, { exited }: RuntimeProcess, limit: Ms): Promise<InitEnd> {
  const clock = startClock(limit)
  const end = await Promise.race<InitEnd>([
    api.asked().then((askedAt) => ({ kind: 'ready', askedAt })),
    api.initFailed().then((error) => ({ kind: 'init_failed', answer: null, error })),
    exited.then((exit) => ({ kind: 'exited', answer: null, exit })),
    clock.ran.then(() => ({ kind: 'timeout', answer: null })),
  ])
  clock.stop()
  return end
}

/**
 * Waits for the answer and the wish for another event: a streamed answer may end after the wish, and what the runtime
 * does between a plain answer and the wish is part of the invocation.
 */
export async function waitForEnd(api: RuntimeApi, { exited }: RuntimeProcess, limit: Ms): Promise<End> {
  const clock = startClock(limit)
  let answer: Answer | null = null
  const answered = api.answered().then((posted) => (answer = posted))
  const end = await Promise.race<End>([
    Promise.all([answered, api.asked()]).then(([posted, askedAt]) => ({
      kind: 'complete',
      answer: posted,
      askedAt,
    })),
    exited.then((exit) => ({ kind: 'exited', answer, exit })),
    clock.ran.then(() => ({ kind: 'timeout', answer })),
  ])
  clock.stop()
  return end
}

function startClock(limit: Ms): { readonly ran: Promise<unknown>; stop(): void } {
  const stopped = new AbortController()
  const ran = sleep(Math.max(1, limit), undefined, { signal: stopped.signal })
  // Stopped in time is the good case; it reaches nobody once the race is over.
  ran.catch(() => {})
  return { ran, stop: () => stopped.abort() }
}
