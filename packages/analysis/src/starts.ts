import {
  between,
  ms,
  STARTS,
  unixUs,
  type ContainerRow,
  type InvocationRow,
  type Ms,
  type Start,
  type UnixUs,
} from '@thermocline/wire'
import type { SettledInvocation } from './settled.ts'

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
 * One container's invocations, settled. `rows` are all of them, oldest first.
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
  // Under Managed Instances invocations overlap: idle time begins where the last of them has ended.
  let busyUntil: UnixUs | null = null
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1]
    const end = endOf(row)
    settled.push({
      row,
      start: row.start,
      end,
      duration: row.duration ?? (end === null ? null : between(row.start, end)),
      startKind: startKind(row, before, container, isStanding),
      isFirstSeen: before === undefined,
      idle: idleBefore(row, before, busyUntil),
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
  row: InvocationRow,
  before: InvocationRow | undefined,
  container: ContainerRow | undefined,
  isStanding: boolean,
): Start {
  const said = row.startKind ?? startOfType(row)
  // Our SDK, which alone knows its process, tells the two apart by itself.
  if (said === 'cold' && row.process === undefined)
    return isProactive(row, before === undefined ? container : undefined) ? 'proactive' : 'cold'
  if (said !== undefined) return said
  if (before === undefined) return firstStart(row, container)
  // Managed Instances go on after a timeout or an error.
  return isStanding ? 'warm' : laterStart(row, before)
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

function isProactive(row: InvocationRow, container: ContainerRow | undefined): boolean {
  const began = row.initStart ?? container?.initStart
  if (began === undefined || row.init === undefined) return false
  return between(began, row.start) - row.init.duration > PROACTIVE_AFTER_MS
}

/** The first one seen, of which nobody said how it started. */
function firstStart(row: InvocationRow, container: ContainerRow | undefined): Start {
  if (row.containerInvocation !== undefined) return row.containerInvocation === 1 ? 'cold' : 'warm'
  const began = row.initStart ?? container?.initStart
  if (began === undefined || began > row.start) return 'warm'
  return between(began, row.start) > OVERRUN_INIT_MS ? 'proactive' : 'cold'
}

function laterStart(row: InvocationRow, before: InvocationRow): Start {
  if (row.process !== undefined && before.process !== undefined)
    return row.process === before.process ? 'warm' : 'reinit'
  const end = endOf(before)
  const overlaps = end !== null && end > row.start
  return !overlaps && wasReset(before) ? 'reinit' : 'warm'
}

/** true where Lambda replaced the process after this invocation. */
export function wasReset({ outcome, errorType }: InvocationRow): boolean {
  return outcome === 'timeout' || (errorType !== undefined && RESETTING_ERRORS.has(errorType))
}

function endOf({ start, end, duration }: InvocationRow): UnixUs | null {
  if (end !== undefined) return end
  return duration === undefined ? null : unixUs(start + Math.round(duration * 1000))
}

function idleBefore(
  row: InvocationRow,
  before: InvocationRow | undefined,
  busyUntil: UnixUs | null,
): Ms | null {
  if (before === undefined || busyUntil === null || endOf(before) === null) return null
  const idle = between(busyUntil, row.start)
  return idle < 0 ? null : ms(idle)
}
