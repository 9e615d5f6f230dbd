import type { FunctionFacts } from '@thermocline/otlp'
import { identityOf } from '@thermocline/otlp'
import type { ContainerId, ContainerSighting, InvocationSighting, RequestId, UnixUs } from '@thermocline/wire'
import { bytes, ms, msToUs, unixMs, unixUs } from '@thermocline/wire'
import { oddDuration, oddFigure } from './figures.ts'
import type { LogEvent } from './importers.ts'
import type { PlatformFact, ReportFact } from './platform-fact.ts'
import type { EventReading } from './read-event.ts'

/** Facts that carry all that their sighting needs. A crash does not: see crash-sightings.ts. */
export type StandingFact = Exclude<PlatformFact, { readonly kind: 'crashed' }>

/**
 * A fact as a sighting. Each stands alone, so that shuffled events and split files give the same rows once the store
 * has merged them. For that every sighting of an invocation has to know its start: START by its own time, all others
 * by the time they say has passed since.
 */
export function platformSighting(fact: StandingFact, event: LogEvent, facts: FunctionFacts): EventReading {
  switch (fact.kind) {
    case 'start': {
      const version = fact.version ?? facts.version
      const start = timeOf(fact, event)
      const told = { ...facts, ...versionOf(version) }
      return invocation({ ...about(fact.requestId, event, told), start, ...tenantOf(fact) })
    }
    case 'report':
      return report(fact, event, facts)
    case 'timed-out': {
      const odd = oddDuration('time until the timeout', fact.afterMs)
      if (odd !== undefined) return { kind: 'unparsed', reason: odd }
      const end = timeOf({}, event)
      const start = before(end, fact.afterMs)
      return invocation({ ...about(fact.requestId, event, facts), start, end, outcome: 'timeout' })
    }
    case 'init-start':
      return container({ ...whose(event, facts), initStart: timeOf(fact, event) })
    case 'init-report': {
      const odd = oddDuration('init duration', fact.initMs)
      if (odd !== undefined) return { kind: 'unparsed', reason: odd }
      // In phase `invoke` it is a second init, inside an invocation.
      if (fact.phase !== 'init') return { kind: 'nothing' }
      return container({ ...whose(event, facts), initStart: before(timeOf(fact, event), fact.initMs) })
    }
    case 'broken':
      return { kind: 'unparsed', reason: fact.reason }
    case 'end':
    case 'other':
      return { kind: 'nothing' }
  }
}

function invocation(sighting: InvocationSighting): EventReading {
  return sighting.start >= 0 ? { kind: 'invocation', sighting } : BEFORE_1970
}

function container(sighting: Required<ContainerSighting>): EventReading {
  return sighting.initStart >= 0 ? { kind: 'container', sighting } : BEFORE_1970
}

const BEFORE_1970: EventReading = { kind: 'unparsed', reason: 'a duration that reaches back before 1970' }

/** The fields every sighting of an invocation from a log has, but for its start. */
function about(requestId: string, event: LogEvent, facts: FunctionFacts): Omit<InvocationSighting, 'start'> {
  return {
    source: 'log',
    ...whose(event, facts),
    requestId: requestId as RequestId,
    ...versionOf(facts.version),
  }
}

function report(fact: ReportFact, event: LogEvent, facts: FunctionFacts): EventReading {
  if (fact.durationMs === undefined) return { kind: 'unparsed', reason: 'REPORT without Duration' }
  const odd = oddFigure(fact)
  if (odd !== undefined) return { kind: 'unparsed', reason: odd }
  const end = timeOf(fact, event)
  return invocation({
    ...about(fact.requestId, event, facts),
    // Duration leaves out an init that ran before the invocation, and holds one that was run again inside it after a
    // suppressed init: either way it reaches back to START.
    start: before(end, fact.durationMs),
    end,
    duration: ms(fact.durationMs),
    ...initOf(fact),
    ...(fact.billedMs === undefined ? {} : { billed: ms(fact.billedMs) }),
    ...(fact.memoryMb === undefined ? {} : { memory: bytes(fact.memoryMb * 2 ** 20) }),
    ...(fact.maxMemoryMb === undefined ? {} : { maxMemoryUsed: bytes(fact.maxMemoryMb * 2 ** 20) }),
    ...(fact.outcome === undefined ? {} : { outcome: fact.outcome }),
    ...(fact.errorType === undefined ? {} : { errorType: fact.errorType }),
    ...tenantOf(fact),
  })
}

/** SnapStart's restore takes the place of an init on the caller's time; its type tells the two apart. */
function initOf({ initMs, restoreMs }: ReportFact): Pick<InvocationSighting, 'init' | 'startKind'> {
  if (restoreMs !== undefined) {
    return { startKind: 'restored', init: { duration: ms(restoreMs), source: 'report', type: 'snap-start' } }
  }
  if (initMs !== undefined) return { startKind: 'cold', init: { duration: ms(initMs), source: 'report' } }
  return {}
}

function whose(event: LogEvent, facts: FunctionFacts): Pick<ContainerSighting, 'function' | 'container'> {
  return { function: identityOf(facts), container: event.stream as ContainerId }
}

function tenantOf({ tenant }: { readonly tenant?: string }): { tenant?: string } {
  return tenant === undefined ? {} : { tenant }
}

function versionOf(version: string | undefined): { version?: string } {
  return version === undefined ? {} : { version }
}

function timeOf(fact: { readonly timeMs?: number }, event: LogEvent): UnixUs {
  return msToUs(unixMs(fact.timeMs ?? event.timestampMs))
}

function before(end: UnixUs, durationMs: number): UnixUs {
  return unixUs(end - Math.round(durationMs * 1000))
}
