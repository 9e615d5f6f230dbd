import { type Look, type Moment, momentOf } from '../detector.ts'
import type { Canaries, CanaryReader } from './canaries.ts'

/** The request an identity first came with. */
export interface Past extends Moment {
  /** In how many of the events that were read. */
  events: number
}

/** Who was behind this request, and behind the ones before it, as hashes. */
export interface Requests extends Pick<CanaryReader, 'hash'> {
  /** At the start of each look. */
  begin(look: Look): void
  /** What the event of this look holds. */
  own(): Canaries
  past(hash: string): Past | undefined
  /** The first identity, of this request or an earlier one, that a value is or has within it. */
  identityIn(value: unknown, look: Look): string | undefined
  /** What this request was answered. */
  answered(look: Look): Canaries
}

const MOST_PAST = 300
/** What more of the events have in common says nothing of whose it is. */
const COMMON_SHARE = 0.2
/** Before so many events have been read, nothing can be called common. */
const LEAST_EVENTS = 10

export function watchRequests(reader: CanaryReader): Requests {
  const past = new Map<string, Past>()
  let events = 0
  let own: Canaries = new Map()
  let ownMoment: Moment | undefined
  let answer: Canaries | undefined

  // Of the invocation before, when its own variables have been judged.
  function remember(moment: Moment): void {
    events += 1
    for (const [hash, identity] of own) {
      const known = past.get(hash)
      if (known) known.events += 1
      else if (identity) past.set(hash, { ...moment, events: 1 })
    }
    for (const hash of past.keys()) {
      if (past.size <= MOST_PAST) break
      past.delete(hash)
    }
  }

  function isIdentity(hash: string): boolean {
    const known = past.get(hash)
    const isCommon = known && events >= LEAST_EVENTS && known.events > events * COMMON_SHARE
    const path = own.get(hash)
    return !isCommon && (path === undefined ? known !== undefined : path !== '')
  }

  return {
    hash: (value) => reader.hash(value),
    begin(look) {
      if (ownMoment) remember(ownMoment)
      ownMoment = momentOf(look)
      own = reader.read(look.event)
      answer = undefined
    },
    own: () => own,
    past: (hash) => past.get(hash),
    identityIn(value, look) {
      const whole = reader.hash(value)
      if (whole !== undefined && isIdentity(whole)) return whole
      // To look into every text takes longer than a caller may be held back.
      if (typeof value !== 'string' || look.hurried || (whole !== undefined && own.has(whole)))
        return undefined
      return reader.parts(value).find(isIdentity)
    },
    answered: (look) => (answer ??= reader.read(look.answer, !look.hurried)),
  }
}
