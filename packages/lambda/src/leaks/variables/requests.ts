import { type Look, type Moment, momentOf, type Subject } from '../detector.ts'
import type { Canaries, CanaryReader } from './canaries.ts'
import { createIdentityPaths } from './identity-paths.ts'

/** The request an identity first came with. */
export interface Past extends Moment {
  /** In how many of the events that were read. */
  events: number
  /** The latest request that it came with. */
  lastOrdinal: number
}

/** Who was behind this request, and behind the ones before it, as hashes. */
export interface Requests extends Pick<CanaryReader, 'hash'> {
  /** After an invocation: who was behind one that is not looked at is known by where that stood in others; 10 µs. */
  pass(subject: Subject): void
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

const MOST_PAST = 600
/** What more of the events have in common says nothing of whose it is. */
const COMMON_SHARE = 0.2
/** Before so many events have been read, nothing can be called common. */
const LEAST_EVENTS = 10
/** To look into every text takes longer than a caller may be held back. */
const LONGEST_PARTED_HURRIED = 300
const PARTED_ANSWERS = 4
const MOST_PARTED = 200

/** Where it stood in an event that was not read whole. */
const PICKED = 'picked'

export function watchRequests(reader: CanaryReader): Requests {
  const past = new Map<string, Past>()
  const paths = createIdentityPaths()
  const partsByText = new Map<string, readonly string[]>()
  let events = 0
  let own: Canaries = new Map()
  let latest: { readonly moment: Moment; readonly event: Canaries } | undefined
  let answer: Canaries | undefined

  // When its own variables have been judged.
  function remember({ ordinal }: Moment): void {
    if (!latest || latest.moment.ordinal === ordinal) return
    const { moment, event } = latest
    events += 1
    for (const [hash, identity] of event) {
      const known = past.get(hash)
      if (known) {
        known.events += 1
        known.lastOrdinal = moment.ordinal
      } else if (identity) past.set(hash, { ...moment, events: 1, lastOrdinal: moment.ordinal })
    }
    for (const hash of past.keys()) {
      if (past.size <= MOST_PAST) break
      past.delete(hash)
    }
  }

  function picked(event: unknown): Canaries {
    const found = new Map<string, string>()
    paths.pick(event, (value) => {
      for (const hash of reader.identities(value)) found.set(hash, PICKED)
    })
    return found
  }

  function partsOf(text: string, whole: string | undefined): readonly string[] {
    const known = partsByText.get(whole ?? '')
    if (known) return known
    const parts = reader.parts(text)
    if (whole !== undefined && partsByText.size < MOST_PARTED) partsByText.set(whole, parts)
    return parts
  }

  function isIdentity(hash: string): boolean {
    const known = past.get(hash)
    const isCommon = known && events >= LEAST_EVENTS && known.events > events * COMMON_SHARE
    const path = own.get(hash)
    return !isCommon && (path === undefined ? known !== undefined : path !== '')
  }

  return {
    hash: (value) => reader.hash(value),
    pass(subject) {
      remember(subject)
      latest = { moment: momentOf(subject), event: picked(subject.event) }
    },
    begin(look) {
      remember(look)
      own = reader.read(look.event)
      latest = { moment: momentOf(look), event: own }
      answer = undefined
      for (const path of own.values()) if (path !== '') paths.learn(path)
    },
    own: () => own,
    past: (hash) => past.get(hash),
    identityIn(value, look) {
      const whole = reader.hash(value)
      if (whole !== undefined && isIdentity(whole)) return whole
      if (typeof value !== 'string' || (whole !== undefined && own.has(whole))) return undefined
      if (look.hurried && value.length > LONGEST_PARTED_HURRIED) return undefined
      return partsOf(value, whole).find(isIdentity)
    },
    answered: (look) => (answer ??= reader.read(look.answer, look.hurried ? PARTED_ANSWERS : Infinity)),
  }
}
