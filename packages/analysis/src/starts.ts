import {
  between,
  STARTS,
  type ContainerRow,
  type InvocationRow,
  type Ms,
  type Start,
  type UnixUs,
} from '@thermocline/wire'
import type { SettledInvocation } from './settled.ts'
import { timeContainer, type TimedRow } from './times.ts'

/** An init that was done this long before the first invocation was not made for it. */
const PROACTIVE_AFTER_MS = 10_000
// An on-demand init is stopped after 10 s and runs again inside the invocation, which then starts at about 10 s.
// It leaves no Init Duration, and must not look like a container that was ready long before.
const OVERRUN_INIT_MS = 15_000

const MANAGED_INSTANCES = 'lambda-managed-instances'

/** Errors after which Lambda replaces the process: the next invocation of the container runs init again. */
const RESETTING_ERRORS: ReadonlySet<string> = new Set([
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Runtime.Unknown',
  'Sandbox.Timedout',
  'Sandbox.Failure',
])

/**
 * One container's invocations, settled, oldest first. `rows` are all of them.
 *
 * A source that says how an invocation started is believed, except that a REPORT line cannot tell proactive from cold.
 * Otherwise the rest tells: after a timeout, a crash or a change of process it was `reinit`; a first one whose init
 * was seen was `cold` or `proactive`; all others were `warm`.
 */
export function settleContainer(
  rows: readonly InvocationRow[],
  container: ContainerRow | undefined,
): SettledInvocation[] {
  const settled: SettledInvocation[] = []
  const isStanding = rows.some((row) => row.init?.type === MANAGED_INSTANCES)
  const ascending = timeContainer(rows, isStanding)
  // Where invocations overlap, idle time begins where the last of them has ended.
  let busyUntil: UnixUs | null = null
  for (const [index, timed] of ascending.entries()) {
    const before = ascending[index - 1]
    const { row, start, end } = timed
    settled.push({
      row,
      start,
      end,
      duration: durationOf(row),
      startKind: startKind(timed, before, container, isStanding),
      isFirstSeen: before === undefined,
      idle: idleBefore(start, before, busyUntil),
    })
    if (end !== null && (busyUntil === null || end > busyUntil)) busyUntil = end
  }
  return settled
}

export function countStarts(invocations: Iterable<SettledInvocation>): Record<Start, number> {
  const counts = Object.fromEntries(STARTS.map((start) => [start, 0])) as Record<Start, number>
  for (const { startKind: kind } of invocations) counts[kind]++
  return counts
}

function startKind(
  timed: TimedRow,
  before: TimedRow | undefined,
  container: ContainerRow | undefined,
  isStanding: boolean,
): Start {
  const { row } = timed
  const said = row.startKind ?? startOfType(row)
  // Our SDK, which alone knows its process, tells the two apart by itself.
  if (said === 'cold' && row.process === undefined)
    return isProactive(timed, before === undefined ? container : undefined) ? 'proactive' : 'cold'
  if (said !== undefined) return said
  if (before === undefined) return firstStart(timed, container)
  // Managed Instances go on after a timeout or an error.
  return isStanding ? 'warm' : laterStart(timed, before)
}

function startOfType({ init }: InvocationRow): Start | undefined {
  if (init === undefined) return undefined
  switch (init.type) {
    case 'provisioned-concurrency':
    case MANAGED_INSTANCES:
      return 'provisioned'
    case 'snap-start':
      return 'restored'
    case undefined:
    default:
      return 'cold'
  }
}

function isProactive({ row, start }: TimedRow, container: ContainerRow | undefined): boolean {
  const began = row.initStart ?? container?.initStart
  if (began === undefined || row.init === undefined) return false
  return between(began, start) - row.init.duration > PROACTIVE_AFTER_MS
}

/** The first one seen, of which nobody said how it started. */
function firstStart({ row, start }: TimedRow, container: ContainerRow | undefined): Start {
  if (row.containerInvocation !== undefined) return row.containerInvocation === 1 ? 'cold' : 'warm'
  const began = row.initStart ?? container?.initStart
  if (began === undefined || began > start) return 'warm'
  return between(began, start) > OVERRUN_INIT_MS ? 'proactive' : 'cold'
}

function laterStart({ row, start }: TimedRow, before: TimedRow): Start {
  if (row.process !== undefined && before.row.process !== undefined)
    return row.process === before.row.process ? 'warm' : 'reinit'
  const overlaps = before.end !== null && before.end > start
  return !overlaps && wasReset(before.row) ? 'reinit' : 'warm'
}

/** true where Lambda replaced the process after this invocation. */
export function wasReset({ outcome, errorType }: InvocationRow): boolean {
  return outcome === 'timeout' || (errorType !== undefined && RESETTING_ERRORS.has(errorType))
}

function durationOf({ start, end, duration }: InvocationRow): Ms | null {
  if (duration !== undefined) return duration
  return end === undefined ? null : between(start, end)
}

function idleBefore(start: UnixUs, before: TimedRow | undefined, busyUntil: UnixUs | null): Ms | null {
  if (before === undefined || busyUntil === null || before.end === null) return null
  const idle = between(busyUntil, start)
  return idle < 0 ? null : idle
}
