import type { InvocationSighting } from '@thermocline/wire'
import { msToUs, unixMs } from '@thermocline/wire'
import type { LogEvent } from './importers.ts'
import type { PlatformFact } from './platform-fact.ts'

/** A line that tells of a crash, and the event it stood in. */
export interface Crash {
  readonly fact: Extract<PlatformFact, { readonly kind: 'crashed' }>
  readonly event: LogEvent
}

/**
 * The one line that cannot stand alone: it says neither when its invocation began nor for how long it ran, and a
 * guessed start would make a second attempt of it. It joins the latest sighting of its request that began before it;
 * without one it gives nothing. `sameRequest` is in order of start.
 */
export function crashSighting(
  { fact, event }: Crash,
  sameRequest: readonly InvocationSighting[],
): InvocationSighting | undefined {
  const at = msToUs(unixMs(event.timestampMs))
  const latest = sameRequest[countStarted(sameRequest, at) - 1]
  if (latest === undefined) return undefined
  const { source, requestId, container, start } = latest
  return {
    source,
    function: latest.function,
    container,
    requestId,
    start,
    outcome: 'error',
    ...(fact.errorType === undefined ? {} : { errorType: fact.errorType }),
  }
}

/** By halves: a file may repeat one request id on each of its lines. */
function countStarted(sorted: readonly InvocationSighting[], at: number): number {
  let from = 0
  let to = sorted.length
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if ((sorted[middle] as InvocationSighting).start <= at) from = middle + 1
    else to = middle
  }
  return from
}
