import { unixUs } from '@thermocline/wire'
import type { Ms, UnixUs } from '@thermocline/wire'
import type { EndReason } from './decision.ts'
import type { Held } from './pool.ts'

/** A container whose time is over, and when that was. */
interface Due {
  readonly at: UnixUs
  readonly held: Held
  readonly reason: Extract<EndReason, 'idle' | 'age'>
}

/** Which containers end by time alone: idle beyond their keep-alive, or too old. */
export interface Deadlines {
  born(held: Held, at: UnixUs): void
  /** It has become idle. */
  idle(held: Held, at: UnixUs): void
  /** Takes the earliest that was due before this moment; `null` when there is none. */
  before(at: UnixUs): Due | null
  next(): UnixUs | null
}

/**
 * Births and the moments of becoming idle come in order, so both wait in plain queues. An entry that time has
 * overtaken (the container was used since, or has ended) is dropped when its turn comes.
 */
export function openDeadlines(keepAlive: Ms, maxAge: Ms): Deadlines {
  const idle = openQueue('idle', keepAlive, (held, since) => held.running === 0 && held.idleSince === since)
  const age = openQueue('age', maxAge, () => true)

  function earliest(): Queue {
    const [a, b] = [idle.next(), age.next()]
    return b === null || (a !== null && a <= b) ? idle : age
  }

  return {
    born: (held, at) => age.add(held, at),
    idle(held, at) {
      // Standing capacity is not given up for being idle.
      if (held.initType === 'on-demand') idle.add(held, at)
    },
    before: (at) => earliest().takeBefore(at),
    next: () => earliest().next(),
  }
}

interface Queue {
  add(held: Held, since: UnixUs): void
  next(): UnixUs | null
  takeBefore(at: UnixUs): Due | null
}

function openQueue(reason: Due['reason'], lasts: Ms, holds: (held: Held, since: UnixUs) => boolean): Queue {
  const lastsUs = lasts * 1000
  let entries: { readonly held: Held; readonly since: UnixUs }[] = []
  let head = 0

  function first(): { readonly held: Held; readonly since: UnixUs } | null {
    for (; head < entries.length; head++) {
      const entry = entries[head]!
      if (!entry.held.ended && holds(entry.held, entry.since)) break
    }
    shed()
    return entries[head] ?? null
  }

  // When half of it is gone, at a cost of one move an entry.
  function shed(): void {
    if (head <= 1024 || head * 2 <= entries.length) return
    entries = entries.slice(head)
    head = 0
  }

  function next(): UnixUs | null {
    const entry = first()
    return entry === null ? null : unixUs(entry.since + lastsUs)
  }

  return {
    add: (held, since) => void entries.push({ held, since }),
    next,
    takeBefore(at) {
      const due = next()
      if (due === null || due >= at) return null
      const { held } = entries[head]!
      head += 1
      return { at: due, held, reason }
    },
  }
}
