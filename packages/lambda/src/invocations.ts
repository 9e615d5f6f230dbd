import type { Container } from './container.ts'
import type { Guard } from './guard.ts'
import type { InitClock } from './init-clock.ts'
import { contextOf, type Invocation, openInvocation, requestIdOf } from './invocation.ts'
import { allDetectors } from './leaks/detectors.ts'
import { createLeakWatch, type LeakWatch, NO_WATCH } from './leaks/watch.ts'
import type { Origin } from './origin.ts'
import type { Pipeline } from './pipeline.ts'
import type { Process } from './process.ts'
import { type Running, startRunning } from './running.ts'
import type { Settings } from './settings.ts'
import type { Call, Watched } from './watched.ts'

/** What was known of a handler when it was wrapped. */
interface Wrapped {
  readonly settings: Settings
  readonly origin: Origin
}

/** Every invocation of this process. */
export interface Invocations {
  /** Undefined when the call is part of an invocation that is watched already. */
  begin(call: Call, wrapped: Wrapped): Watched | undefined
}

export interface InvocationsFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly container: Container
  readonly clock: InitClock
  readonly guard: Guard
  /** True for what belongs to this SDK. */
  readonly isOurs: (value: object) => boolean
}

export function createInvocations(facts: InvocationsFacts): Invocations {
  let running: Running | undefined
  const open = new Set<Invocation>()

  // A handler of the callback kind that never answered: Node 22 ends it when the event loop is empty.
  function endUnanswered(): void {
    for (const invocation of open) {
      if (invocation.unanswered()) void invocation.end({ kind: 'unanswered' })
    }
  }

  function isWithin(call: Call): boolean {
    const { context } = call
    if (typeof context !== 'object' || context === null) return false
    // A middleware may hand on a copy of the context: the request is still the same.
    const requestId = requestIdOf(call)
    return [...open].some(
      (invocation) =>
        invocation.context === context || (requestId !== '' && invocation.requestId === requestId),
    )
  }

  function start(call: Call, wrapped: Wrapped): Running {
    process.on('beforeExit', endUnanswered)
    return startRunning({
      ...facts,
      settings: wrapped.settings,
      context: contextOf(call),
      watchLeaks: (pipeline, host) => watchLeaks(facts, wrapped, pipeline, host),
    })
  }

  return {
    begin(call, wrapped) {
      // A wrapper around a wrapper passes the context on: one invocation, counted once.
      if (open.size > 0 && isWithin(call)) return undefined
      endUnanswered()
      running ??= start(call, wrapped)
      const invocation = openInvocation(call, running, facts.guard, () => open.delete(invocation))
      open.add(invocation)
      return invocation
    },
  }
}

function watchLeaks(facts: InvocationsFacts, wrapped: Wrapped, pipeline: Pipeline, host: Process): LeakWatch {
  // With many invocations at once no difference between two looks can be laid to one of them.
  if (host.managed) return NO_WATCH
  const { guard, isOurs, env } = facts
  const { origin, settings } = wrapped
  const taskRoot = env['LAMBDA_TASK_ROOT'] || process.cwd()
  const detectors = allDetectors({ taskRoot, isOurs, entryFiles: origin.files, ownFile: origin.ownFile })
  return createLeakWatch({
    setting: settings.leaks,
    detectors,
    tracer: pipeline.tracer,
    guard,
    random: Math.random,
  })
}
