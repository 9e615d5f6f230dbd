import type { FindingRow } from '@thermocline/wire'
import { processOf, type Process } from './processes.ts'
import type { SettledInvocation } from './settled.ts'

/** How far a finding reaches among the processes of its function. */
export interface Reach {
  /** Processes it was seen in, by their first invocation. */
  readonly seenIn: readonly Process[]
  /** Processes that ran long enough for it to be found, and those it was seen in. */
  readonly showing: readonly Process[]
  /** Invocations that a process needs for it to be found: as many as the slowest of those it was seen in. */
  readonly needed: number
  /** Requests that ran with it: from the one it was first seen in. */
  readonly affected: readonly SettledInvocation[]
}

/**
 * Of one finding, given the rows of its processes. `known`: how many invocations it needs, as all of the function says;
 * the processes may be those of a window.
 */
export function reachOf(rows: readonly FindingRow[], processes: readonly Process[], known?: number): Reach {
  const sightings = rows.flatMap((row) => {
    const process = processOf(row, processes)
    return process === undefined ? [] : [{ process, at: indexAt(row, process) }]
  })
  const seen = new Set(sightings.map(({ process }) => process))
  const needed = known ?? sightings.reduce((most, { at }) => Math.max(most, at + 1), 1)
  return {
    seenIn: processes.filter((process) => seen.has(process)),
    showing: processes.filter((process) => seen.has(process) || process.invocations.length >= needed),
    needed,
    affected: sightings.flatMap(({ process, at }) => process.invocations.slice(at)),
  }
}

/** Of the invocation that it was first seen in: the last to begin before. */
function indexAt({ firstSeen }: FindingRow, { invocations }: Process): number {
  const at = invocations.findLastIndex(({ start }) => start <= firstSeen)
  return Math.max(0, at)
}
