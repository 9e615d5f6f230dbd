import { setTimeout as sleep } from 'node:timers/promises'
import type { Ms } from '@thermocline/wire'
import type { Answer } from '../api/answer.ts'
import type { ContainerApis } from '../api/server.ts'
import type { Breakdown, End, FailedInit } from './invocation.ts'
import type { Sandbox } from './sandbox.ts'

// Whatever comes first: the runtime's own word, the end of a process, or the end of the time.

export type InitEnd =
  | { readonly kind: 'ready'; readonly runtimeReadyAt: number; readonly readyAt: number }
  | { readonly kind: 'failed'; readonly by: FailedInit }

/** Waits for runtime and extensions to ask for their first event, to fail, to die, or to overrun. */
export async function waitForInit(apis: ContainerApis, sandbox: Sandbox, limit: Ms): Promise<InitEnd> {
  const clock = startClock(limit)
  const end = await Promise.race<InitEnd>([
    ready(apis, sandbox),
    apis.runtime.initFailed().then((error) => ({ kind: 'failed', by: { kind: 'init_failed', error } })),
    sandbox.broken.then((by) => ({ kind: 'failed', by })),
    extensionFailed(apis).then((by) => ({ kind: 'failed', by })),
    clock.ran.then(() => ({ kind: 'failed', by: { kind: 'timeout' } })),
  ])
  clock.stop()
  return end
}

// Lambda starts the extensions first, and the runtime once all of them have registered.
async function ready({ extensions, runtime }: ContainerApis, sandbox: Sandbox): Promise<InitEnd> {
  await extensions.allRegistered()
  sandbox.startRuntime()
  const runtimeReadyAt = await runtime.asked()
  extensions.closeRegistration()
  const waitingAt = await extensions.allWaiting()
  return { kind: 'ready', runtimeReadyAt, readyAt: Math.max(runtimeReadyAt, waitingAt) }
}

/**
 * Waits for the answer and the wish for another event, of extensions too: a streamed answer may end after the wish, and
 * what the runtime does between a plain answer and the wish is part of the invocation.
 */
export async function waitForEnd(
  apis: ContainerApis,
  sandbox: Sandbox,
  answered: Promise<Answer>,
  limit: Ms,
): Promise<End> {
  const clock = startClock(limit)
  let answer: Answer | null = null
  const noted = answered.then((posted) => (answer = posted))
  const broken = (by: Breakdown): End => ({ kind: 'broken', by, answer })
  const end = await Promise.race<End>([
    complete(apis, noted),
    sandbox.broken.then(broken),
    extensionFailed(apis).then(broken),
    clock.ran.then(() => broken({ kind: 'timeout' })),
  ])
  clock.stop()
  return end
}

async function complete({ runtime, extensions }: ContainerApis, answered: Promise<Answer>): Promise<End> {
  const [answer, askedAt] = await Promise.all([answered, runtime.asked()])
  const runtimeDoneAt = Math.max(answer.atMs, askedAt)
  const doneAt = Math.max(runtimeDoneAt, await extensions.allWaiting())
  return { kind: 'complete', answer, runtimeDoneAt, doneAt }
}

/** Under Managed Instances an invocation is over with its answer, and its time running out ends nothing. */
export async function waitForAnswer(sandbox: Sandbox, answered: Promise<Answer>): Promise<End> {
  return Promise.race<End>([
    answered.then((answer) => ({
      kind: 'complete',
      answer,
      runtimeDoneAt: answer.atMs,
      doneAt: answer.atMs,
    })),
    sandbox.broken.then((by) => ({ kind: 'broken', by, answer: null })),
  ])
}

async function extensionFailed({ extensions }: ContainerApis): Promise<Breakdown> {
  const { name, during, errorType } = await extensions.failed()
  const reported = errorType.startsWith('Extension.') ? errorType : `Extension.${errorType}`
  return {
    kind: 'extension',
    name,
    errorType:
      during === 'init'
        ? 'Extension.InitError'
        : reported === 'Extension.'
          ? 'Extension.ExitError'
          : reported,
  }
}

function startClock(limit: Ms): { readonly ran: Promise<unknown>; stop(): void } {
  const stopped = new AbortController()
  const ran = sleep(Math.max(1, limit), undefined, { signal: stopped.signal })
  // Stopped in time is the good case; it reaches nobody once the race is over.
  ran.catch(() => {})
  return { ran, stop: () => stopped.abort() }
}
