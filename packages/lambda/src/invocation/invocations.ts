import type { Call, Watched } from '../call/watched.ts'
import type { Extension } from '../extension/extension.ts'
import type { Guard } from '../guard.ts'
import type { Container } from '../identity/container.ts'
import type { InitClock } from '../init/init-clock.ts'
import type { ModuleProfile } from '../init/module-profile.ts'
import { addFinding } from '../leaks/finding-span.ts'
import { allDetectors } from '../leaks/detectors.ts'
import { createLeakWatch, type LeakWatch } from '../leaks/watch.ts'
import type { Origin } from '../origin.ts'
import type { Settings } from '../settings/settings.ts'
import type { AppSpans } from '../spans/app-spans.ts'
import type { AppTracing } from '../spans/app-tracing.ts'
import type { Attributes } from '../spans/otel.ts'
import type { StartSpan } from '../spans/spans.ts'
import { contextOf, type Invocation, openInvocation, requestIdOf } from './invocation.ts'
import { watchProcessEnd } from './process-end.ts'
import { type Running, startRunning } from './running.ts'

/** What was known of a handler when it was wrapped. */
export interface Wrapped {
  readonly settings: Settings
  readonly origin: Origin
  readonly fingerprints: Attributes
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
  readonly extension: Extension
  readonly modules: ModuleProfile
  readonly app: AppTracing
  readonly appSpans: AppSpans
  /** True for what belongs to this SDK. */
  readonly isOurs: (value: object) => boolean
}

export function createInvocations(facts: InvocationsFacts): Invocations {
  let running: Running | undefined
  const open = new Set<Invocation>()
  const processEnd = watchProcessEnd({ idle: endUnanswered, ended: endAll })

  // A handler of the callback kind that never answered: Node 22 ends it when the event loop is empty.
  function endUnanswered(): void {
    for (const invocation of open) {
      if (invocation.unanswered()) void invocation.end({ kind: 'unanswered' })
    }
  }

  function endAll(errorType: string): void {
    for (const invocation of open) void invocation.end({ kind: 'died', errorType })
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
    const made = startRunning({
      ...facts,
      settings: wrapped.settings,
      fingerprints: wrapped.fingerprints,
      context: contextOf(call),
      requestId: requestIdOf(call),
      watchLeaks: (startSpan, { managed }, taskRoot) =>
        watchLeaks(facts, wrapped, startSpan, taskRoot, managed),
    })
    facts.appSpans.sendBy(made.pipeline)
    return made
  }

  function closed(invocation: Invocation): void {
    open.delete(invocation)
    if (open.size === 0) processEnd.end()
  }

  return {
    begin(call, wrapped) {
      // A wrapper around a wrapper passes the context on: one invocation, counted once.
      if (open.size > 0 && isWithin(call)) return undefined
      endUnanswered()
      running ??= start(call, wrapped)
      const invocation = openInvocation(call, running, facts.guard, {
        returned: () => processEnd.returned(),
        ended: () => closed(invocation),
      })
      open.add(invocation)
      processEnd.begin()
      return invocation
    },
  }
}

function watchLeaks(
  facts: InvocationsFacts,
  wrapped: Wrapped,
  startSpan: StartSpan,
  taskRoot: string,
  overlapping: boolean,
): LeakWatch {
  const { guard, isOurs, env } = facts
  const { origin, settings } = wrapped
  const { random } = Math
  const { files: entryFiles, ownFile } = origin
  const loaded = (): ReturnType<InvocationsFacts['modules']['peek']> => facts.modules.peek()
  const detectors = allDetectors({ taskRoot, isOurs, entryFiles, ownFile, random, env, loaded, overlapping })
  return createLeakWatch({
    setting: settings.leaks,
    detectors,
    tell: (finding, { root }) => addFinding(startSpan, finding, root),
    guard,
    random,
    overlapping,
  })
}
