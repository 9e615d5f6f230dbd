import { ms, unixUs, type ContainerId, type Ms, type UnixUs } from '@thermocline/wire'
import { follows } from './coverage.ts'
import type { Life } from './lives.ts'
import { LONGEST_INVOCATION_US, type SettledInvocation } from './settled.ts'

// A request is placed before the init it leads to begins, and clocks of two containers differ a little: a container
// that ended less than LEAD before the init, or began less than LAG after it, was not there for the taking. The SDK may
// hold a container for 300 ms after its span's end, to send it.
const LEAD_US = 350_000
const LAG_US = 100_000

/** The other containers at one moment. */
export interface PoolState {
  readonly busy: number
  /** Idle, and used again later: alive beyond doubt. */
  readonly idle: number
  /** One of the idle, where the store is sure to have all its invocations around that time; else null. */
  readonly provenIdle: IdleContainer | null
  /** The one idle longest, proven or not. */
  readonly anyIdle: IdleContainer | null
  /** Idle, and never used again. */
  readonly ended: number
  /** Of those, the one that ended last. */
  readonly lastEnded: IdleContainer | null
}

export interface IdleContainer {
  readonly container: ContainerId
  /** How long it had been idle. Null for one that had not been used yet. */
  readonly idle: Ms | null
}

export interface Pool {
  /** The other containers when this one's first init began. To be asked in the order of lives. */
  when(life: Life): PoolState
}

interface Event {
  readonly at: UnixUs
  readonly order: number
  readonly busy: 1 | -1
}

interface Member {
  readonly life: Life
  depth: number
  /** Invocations begun so far. */
  begun: number
  readonly ends: UnixUs
}

/**
 * Sweeps once over the lives' events, whatever the number of questions. `lives` are in the order they began, and so
 * are the questions.
 */
export function openPool(lives: readonly Life[]): Pool {
  const orders = new Map(lives.map((life, order) => [life, order]))
  const members = lives.map((life): Member => ({ life, depth: 0, begun: 0, ends: lastEnd(life) }))
  const events = lives.flatMap((life, order) => eventsOf(life, order)).toSorted(byTime)
  const proven = new Set<Member>()
  const unproven = new Set<Member>()
  const ended: Member[] = []
  let busy = 0
  let next = 0

  function apply({ order, busy: change }: Event): void {
    const member = members[order]!
    const wasBusy = member.depth > 0
    member.depth += change
    if (change === 1) member.begun++
    const isBusy = member.depth > 0
    if (wasBusy === isBusy) return
    busy += isBusy ? 1 : -1
    if (isBusy) {
      proven.delete(member)
      unproven.delete(member)
    } else if (member.begun === occupations(member.life)) ended.push(member)
    else if (isProvenGap(member)) proven.add(member)
    else unproven.add(member)
  }

  return {
    when(life) {
      const order = orders.get(life)!
      for (let event = events[next]; event !== undefined; event = events[++next]) {
        if (event.at > life.from || (event.at === life.from && event.order >= order)) break
        apply(event)
      }
      const idleNow = (member: Member | undefined): IdleContainer | null =>
        member === undefined ? null : idleContainer(member, life.from)
      const firstProven = proven.values().next().value
      return {
        busy,
        idle: proven.size + unproven.size,
        provenIdle: idleNow(firstProven),
        anyIdle: idleNow(firstProven ?? unproven.values().next().value),
        ended: ended.length,
        lastEnded: idleNow(ended.at(-1)),
      }
    },
  }
}

/** When the container was taken: its init first, as an occupation of its own, then each invocation. */
function eventsOf(life: Life, order: number): Event[] {
  const events: Event[] = []
  const occupy = (from: number, to: number): void => {
    events.push({ at: unixUs(Math.max(from, life.from)), order, busy: 1 })
    events.push({ at: unixUs(Math.max(to, life.from)), order, busy: -1 })
  }
  occupy(life.from, initEnd(life))
  for (const [index, invocation] of life.invocations.entries()) {
    const from = index === 0 && isBoundToFirst(life) ? life.from : taken(invocation) - LAG_US
    occupy(from, endOf(life, index) + LEAD_US)
  }
  return events
}

/** A new process in an old container begins inside the invocation, before the handler is reached. */
function taken({ start, startKind, row }: SettledInvocation): number {
  return startKind === 'reinit' ? Math.min(start, row.initStart ?? start) : start
}

function occupations(life: Life): number {
  return life.invocations.length + 1
}

/** true where the init was made for the first invocation, so that nobody else could have had the container between. */
function isBoundToFirst(life: Life): boolean {
  const kind = life.invocations[0]!.startKind
  return kind === 'cold' || kind === 'restored'
}

function initEnd(life: Life): number {
  const { row, start } = life.invocations[0]!
  if (!life.isWhole) return life.from
  return Math.min(start, life.from + (row.init?.duration ?? 0) * 1000)
}

// An invocation without an end may still be running: until the next one in its container, or as long as Lambda lets it.
function endOf(life: Life, index: number): UnixUs {
  const { start, end } = life.invocations[index]!
  if (end !== null) return end
  const longest = unixUs(start + LONGEST_INVOCATION_US)
  const following = life.invocations[index + 1]?.start
  return following !== undefined && following < longest ? following : longest
}

function lastEnd(life: Life): UnixUs {
  return unixUs(
    life.invocations.reduce<number>((last, _, index) => Math.max(last, endOf(life, index)), life.from),
  )
}

/** `begun` counts the init as one: invocation `begun - 2` is over and `begun - 1` has yet to come. */
function isProvenGap({ life, begun }: Member): boolean {
  const [before, after] = [life.invocations[begun - 2], life.invocations[begun - 1]!]
  if (before !== undefined) return follows(before, after)
  if (!life.isWhole) return false
  return after.row.containerInvocation === 1 || after.row.sources.includes('log')
}

function idleContainer({ life, begun, ends }: Member, at: UnixUs): IdleContainer {
  const { container } = life
  if (begun === occupations(life)) return { container, idle: ms((at - ends) / 1000) }
  if (begun < 2) return { container, idle: null }
  return { container, idle: ms((at - endOf(life, begun - 2)) / 1000) }
}

/** At one moment what begins comes before what ends, so that a container taken over without a pause is never idle. */
function byTime(a: Event, b: Event): number {
  return a.at - b.at || a.order - b.order || b.busy - a.busy
}
