import type { UnixUs } from '@thermocline/wire'
import type { Policy } from '../settings/policy.ts'
import type { ContainerNumber, EndReason, InitType, Request, Revision } from './decision.ts'
import { openLine } from './line.ts'
import type { Line, Place } from './line.ts'

/** One living container as the scheduler sees it. */
export interface Held {
  readonly number: ContainerNumber
  readonly pool: Pool
  readonly initType: InitType
  /** Invocations it can run at once. */
  readonly capacity: number
  /** Its init is over. */
  ready: boolean
  /** And did not fail: then its first invocation begins with another. */
  initialised: boolean
  running: number
  invocations: number
  /** The caller its init was begun for, or that took it over while it began. */
  waiting: Request | null
  /** Its process is gone; the next invocation brings another. */
  reset: boolean
  frozen: boolean
  /** It takes nothing more and ends when it is idle. */
  doomed: EndReason | null
  ended: boolean
  idleSince: UnixUs
  place: Place<Held> | null
}

/** The containers that can stand in for each other: of one revision, and of one tenant where tenants are kept apart. */
export interface Pool {
  readonly revision: Revision
  readonly tenant: string | null
  readonly members: ReadonlySet<Held>
  /** Begun, and to be waited for, which nobody does yet. */
  readonly unclaimed: ReadonlySet<Held>
  /** Why the last one ended; `null` while none has. */
  readonly lastEnd: EndReason | null
  /** Any that could take an invocation now. */
  hasFree(): boolean
  /** The one to take: standing capacity first, then as the policy picks. `onlyStanding` leaves the others. */
  free(onlyStanding: boolean): Held | null
  /** The first in line of those whose caller waits for an init. */
  firstWaiting(): Held | null
  add(held: Held): void
  remove(held: Held, reason: EndReason): void
  /** Sorts it where its state belongs, after every change of it. */
  settle(held: Held): void
}

export function openPool(revision: Revision, tenant: string | null, pick: Policy['pick']): Pool {
  const members = new Set<Held>()
  const unclaimed = new Set<Held>()
  const waiting = new Set<Held>()
  const idle = openLine<Held>((held) => held.number)
  const standing = openLine<Held>((held) => held.number)
  let lastEnd: EndReason | null = null
  const lineOf = (held: Held): Line<Held> => (held.initType === 'on-demand' ? idle : standing)

  function settle(held: Held): void {
    if (held.place !== null) lineOf(held).leave(held.place)
    held.place = null
    if (!held.ended && held.ready && held.doomed === null && held.running < held.capacity)
      held.place = lineOf(held).join(held, orderOf(held))
    mark(unclaimed, held, isBegun(held) && canBeWaitedFor(held))
    mark(waiting, held, !held.ended && held.waiting !== null)
  }

  return {
    revision,
    tenant,
    members,
    unclaimed,
    get lastEnd() {
      return lastEnd
    },
    hasFree: () => idle.size() + standing.size() > 0,
    free(onlyStanding) {
      if (standing.size() > 0) return standing.first()
      if (onlyStanding) return null
      return pick === 'most_recent' ? idle.last() : idle.first()
    },
    firstWaiting: () => waiting.values().next().value ?? null,
    add(held) {
      members.add(held)
      settle(held)
    },
    remove(held, reason) {
      held.ended = true
      members.delete(held)
      settle(held)
      lastEnd = reason
    },
    settle,
  }
}

function isBegun(held: Held): boolean {
  return !held.ended && !held.ready && held.doomed === null && held.waiting === null
}

// Provisioned containers that only begin are nobody's to wait for: callers spill over meanwhile.
function canBeWaitedFor({ initType }: Held): boolean {
  return initType !== 'provisioned-concurrency'
}

// Standing capacity that runs several at once is filled evenly; all other is in line by when it became idle.
function orderOf(held: Held): number {
  return held.capacity > 1 ? held.running : held.idleSince
}

function mark(set: Set<Held>, held: Held, belongs: boolean): void {
  if (belongs) set.add(held)
  else set.delete(held)
}
