import type { Container } from './container.ts'
import type { Guard } from './guard.ts'
import type { InitClock } from './init-clock.ts'
import { contextOf, type Invocation, openInvocation } from './invocation.ts'
import { NO_WATCH } from './leaks/watch.ts'
import { type Running, startRunning } from './running.ts'
import type { Settings } from './settings.ts'
import type { Call, Watched } from './wrapper.ts'

/** Every invocation of this process. */
export interface Invocations {
  /** Undefined when the call is part of an invocation that is watched already. */
  begin(call: Call, settings: Settings): Watched | undefined
}

export interface InvocationsFacts {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly container: Container
  readonly clock: InitClock
  readonly guard: Guard
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

  function isWithin(context: unknown): boolean {
    if (typeof context !== 'object' || context === null) return false
    for (const invocation of open) if (invocation.context === context) return true
    return false
  }

  function start(call: Call, settings: Settings): Running {
    process.on('beforeExit', endUnanswered)
    return startRunning({ ...facts, settings, context: contextOf(call), watchLeaks: () => NO_WATCH })
  }

  return {
    begin(call, settings) {
      // A wrapper around a wrapper passes the context on: one invocation, counted once.
      if (open.size > 0 && isWithin(call.context)) return undefined
      endUnanswered()
      running ??= start(call, settings)
      const invocation = openInvocation(call, running, facts.guard, () => open.delete(invocation))
      open.add(invocation)
      return invocation
    },
  }
}
