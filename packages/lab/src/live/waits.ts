import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Ms } from '@thermocline/wire'
import type { Answer } from '../api/answer.ts'
import type { ContainerApis } from '../api/server.ts'
import type { ExtensionFailure } from '../api/extensions-api.ts'
import type { Breakdown, End, FailedInit } from './invocation.ts'
import type { Sandbox } from './sandbox.ts'

// Whatever comes first: the runtime's own word, the end of a process, or the end of the time. What did not come first
// is let go of, as a container lives for many invocations.

export type InitEnd =
  | { readonly kind: 'ready'; readonly runtimeReadyAt: number; readonly readyAt: number }
  | { readonly kind: 'failed'; readonly by: FailedInit }

/** Waits for runtime and extensions to ask for their first event, to fail, to die, or to overrun. */
export function waitForInit(apis: ContainerApis, sandbox: Sandbox, limit: Ms): Promise<InitEnd> {
  return first<InitEnd>((end) => {
    ready(apis, sandbox).then(end, (error: unknown) => {
      // What cannot be started cannot be waited for.
      sandbox.broken.happen({ kind: 'unstartable', error })
    })
    void apis.runtime.initFailed().then((error) => end(failed({ kind: 'init_failed', error })))
    return [
      sandbox.broken.listen((by) => end(failed(by))),
      apis.extensions.failed.listen((failure) => end(failed(asBreakdown(failure)))),
      startClock(limit, () => end(failed({ kind: 'timeout' }))),
    ]
  })
}

function failed(by: FailedInit): InitEnd {
  return { kind: 'failed', by }
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
export function waitForEnd(
  apis: ContainerApis,
  sandbox: Sandbox,
  answered: Promise<Answer>,
  limit: Ms,
): Promise<End> {
  let answer: Answer | null = null
  const noted = answered.then((posted) => (answer = posted))
  return first<End>((end) => {
    const broken = (by: Breakdown): void => end({ kind: 'broken', by, answer })
    void complete(apis, noted).then(end)
    return [
      sandbox.broken.listen(broken),
      apis.extensions.failed.listen((failure) => broken(asBreakdown(failure))),
      startClock(limit, () => broken({ kind: 'timeout' })),
    ]
  })
}

async function complete({ runtime, extensions }: ContainerApis, answered: Promise<Answer>): Promise<End> {
  const [answer, askedAt] = await Promise.all([answered, runtime.asked()])
  const runtimeDoneAt = Math.max(answer.atMs, askedAt)
  const doneAt = Math.max(runtimeDoneAt, await extensions.allWaiting())
  return { kind: 'complete', answer, runtimeDoneAt, doneAt }
}

/** Under Managed Instances an invocation is over with its answer; its time running out ends it for the caller alone. */
export function waitForAnswer(sandbox: Sandbox, answered: Promise<Answer>, limit: Ms): Promise<End> {
  return first<End>((end) => {
    const broken = (by: Breakdown): void => end({ kind: 'broken', by, answer: null })
    void answered.then((answer) =>
      end({ kind: 'complete', answer, runtimeDoneAt: answer.atMs, doneAt: answer.atMs }),
    )
    return [sandbox.broken.listen(broken), startClock(limit, () => broken({ kind: 'timeout' }))]
  })
}

function asBreakdown({ name, during, errorType }: ExtensionFailure): Breakdown {
  if (during === 'init') return { kind: 'extension', name, errorType: 'Extension.InitError' }
  const reported = errorType.startsWith('Extension.') ? errorType : `Extension.${errorType}`
  return { kind: 'extension', name, errorType: reported === 'Extension.' ? 'Extension.ExitError' : reported }
}

/** The first end that is told; then whatever was listened to is let go of. */
function first<T>(begin: (end: (value: T) => void) => readonly (() => void)[]): Promise<T> {
  return new Promise((resolve) => {
    let release: readonly (() => void)[] = []
    let over = false
    const end = (value: T): void => {
      over = true
      for (const stop of release) stop()
      resolve(value)
    }
    release = begin(end)
    // Told while it was begun.
    if (over) for (const stop of release) stop()
  })
}

function startClock(limit: Ms, over: () => void): () => void {
  let stopped = false
  const timer = setTimeout(
    () => {
      // What came in time may wait to be read, if the lab itself was late.
      void nextTurn().then(() => stopped || over())
    },
    Math.max(1, limit),
  )
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
