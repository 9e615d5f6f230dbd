import type { ContainerId, FindingRow } from '@thermocline/wire'
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

/** Of one finding, given the rows of its processes, and all processes of its function. */
export function reachOf(
  rows: readonly FindingRow[],
  processes: readonly Process[],
  byContainer: ReadonlyMap<ContainerId, readonly Process[]>,
): Reach {
  const sightings = rows.flatMap((row) => {
    const process = processOf(row, byContainer)
    return process === undefined ? [] : [{ process, at: indexAt(row, process) }]
  })
  const seen = new Set(sightings.map(({ process }) => process))
  const needed = sightings.reduce((most, { at }) => Math.max(most, at + 1), 1)
  return {
    seenIn: processes.filter((process) => seen.has(process)),
    showing: processes.filter((process) => seen.has(process) || process.invocations.length >= needed),
    needed,
    affected: sightings.flatMap(({ process, at }) => process.invocations.slice(at)),
  }
}

/**
 * Among the processes that ran these invocations. How long each of them ran is told by all it ran: a window shows a
 * few invocations of a process that had time enough before.
 */
export function reachAmong(of: Reach, invocations: ReadonlySet<SettledInvocation>): Reach {
  const ran = (process: Process): boolean => process.invocations.some((each) => invocations.has(each))
  return {
    ...of,
    seenIn: of.seenIn.filter(ran),
    showing: of.showing.filter(ran),
    affected: of.affected.filter((each) => invocations.has(each)),
  }
}

/** The newer half of the processes that could show it. */
export function newerHalf({ showing }: Reach): readonly Process[] {
  return showing.slice(Math.ceil(showing.length / 2))
}

/** Of the invocation that it was first seen in: the last to begin before. */
function indexAt({ firstSeen }: FindingRow, { invocations }: Process): number {
  const at = invocations.findLastIndex(({ start }) => start <= firstSeen)
  return Math.max(0, at)
}
