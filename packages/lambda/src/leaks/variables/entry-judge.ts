import { digest } from '../../identity/digest.ts'
import { isWord } from '../code/pattern.ts'
import { type Look, type Moment, momentOf } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import type { Place } from './explore.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, isMap, type Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'
import type { Requests } from './requests.ts'

/** A map, or an object whose keys are no names of code. */
interface Collection {
  readonly place: Place
  readonly path: readonly string[]
  /** Digests of the keys that were met. */
  readonly keys: Set<string>
  /** Entries that came with nothing but what the request at hand said of its user. */
  made: number
  /** Entries that came with somebody else's: they are looked up, not made of requests. */
  lookedUp: number
  /** Entries whose key says whose they are, and those whose key does not, though they do. */
  keyed: number
  unkeyed: number
  /** The invocation that it was last met at; what is new since then came with those after it. */
  lastOrdinal: number
  /** Looks since a new key was met. */
  still: number
  /** Answers that had what an entry keeps of another request's user, and of the user they were for. */
  toOthers: number
  toOwners: number
  first: Moment | undefined
  wasMet: boolean
  told: boolean
}

type Entry = readonly [key: string, value: unknown]

const DEEPEST = 3
const DEEPEST_IN_ENTRY = 2
const MOST_COLLECTIONS = 50
const MOST_KEYS = 200
const LEAST_MADE = 2
const LEAST_TO_OTHERS = 3
const LEAST_KEYED = 3
/** What has not grown for so many looks is full. */
const SURELY_FULL = 10

/**
 * Collections by key. Where the keys say whose the entries are, it is a cache, for information. Where they do not, what
 * was made for one user may be in the answers to others.
 */
export function judgeEntries(ruler: Ruler, requests: Requests): VariableJudge {
  const collections = createPathMemory<Collection>(MOST_COLLECTIONS)
  let met: Collection[] = []

  function walk(place: Place, path: readonly string[], value: unknown, look: Look): void {
    if (!isHolder(value) || Array.isArray(value) || look.overdue()) return
    const { members } = ruler.inside(value)
    // Of many entries none is shown.
    if (isMap(value) ? members.length > 0 : members.some(([key]) => !isWord(key))) {
      const collection = collections.recall(place, path, () => newCollection(place, path, look))
      if (collection && !collection.told) note(collection, members, look)
    } else if (path.length < DEEPEST) {
      for (const [name, member] of members) walk(place, [...path, name], member, look)
    }
  }

  function note(collection: Collection, entries: readonly Entry[], look: Look): void {
    const answered = { others: false, owner: false }
    collection.still += 1
    for (const [key, value] of entries) {
      const identities = identitiesIn(value, look)
      const theirs = identities.filter((hash) => !requests.own().has(hash))
      const isNew = meet(collection, digest(key))
      if (isNew) noteKey(collection, key, identities.length > 0)
      if (isNew && theirs.every((hash) => cameSince(collection, hash))) {
        if (identities.length > 0) {
          collection.made += 1
          collection.first ??= momentOf(look)
        }
      } else if (isNew) {
        // What stands there when it is first met may have come with anybody.
        collection.lookedUp += collection.wasMet ? 1 : 0
      }
      const said = (hash: string): boolean => requests.answered(look).has(hash)
      answered.others ||= theirs.some(said)
      answered.owner ||= !isNew && theirs.length === 0 && identities.some(said)
    }
    if (answered.others) collection.toOthers += 1
    else if (answered.owner) collection.toOwners += 1
    collection.wasMet = true
    collection.lastOrdinal = look.ordinal
    met.push(collection)
  }

  function cameSince({ lastOrdinal }: Collection, hash: string): boolean {
    return (requests.past(hash)?.lastOrdinal ?? 0) > lastOrdinal
  }

  function noteKey(collection: Collection, given: string, hasIdentity: boolean): void {
    collection.still = 0
    const key = given.replace(/^\*/, '')
    const hashes = [key, ...key.split(/[^\w.@-]+/)].map((part) => requests.hash(part) ?? '')
    if (hashes.some((hash) => requests.own().get(hash))) collection.keyed += 1
    // Of what was there when it was first met the key may be an earlier request's.
    else if (hasIdentity && !hashes.some((hash) => requests.past(hash))) collection.unkeyed += 1
  }

  function identitiesIn(value: unknown, look: Look, depth = 0): string[] {
    if (isHolder(value)) {
      const { members } = ruler.inside(value)
      return depth < DEEPEST_IN_ENTRY
        ? members.flatMap(([, member]) => identitiesIn(member, look, depth + 1))
        : []
    }
    const hash = requests.identityIn(value, look)
    return hash === undefined ? [] : [hash]
  }

  function judge(collection: Collection, look: Look, tools: Tools): Finding[] {
    const isBleed = reachesOthers(collection)
    if (collection.told || (!isBleed && !isCache(collection))) return []
    const named = tools.declare([collection])
    if (!named) return []
    if (!isBleed && named.bounding === 'none' && collection.still < SURELY_FULL) return []
    collection.told = true
    if (named.foreign || named.isEntry) return []
    const { kind, name, location } = named
    const found = { kind, ...(isBleed ? BLEED : CACHE), name, location }
    return [stateFinding(found, collection.first ?? look, look.ordinal)]
  }

  return {
    begin: () => void (met = []),
    variable: (place, name, value, look) => walk(place, [name], value, look),
    findings: (look, tools) => met.flatMap((collection) => judge(collection, look, tools)),
  }
}

const BLEED = { class: 'bleed', severity: 'critical', confidence: 0.8 } as const
const CACHE = { class: 'cache', severity: 'info', confidence: 0.5 } as const

function reachesOthers({ made, lookedUp, toOthers, toOwners }: Collection): boolean {
  return lookedUp === 0 && made >= LEAST_MADE && toOthers >= LEAST_TO_OTHERS && toOthers > toOwners
}

function isCache({ keyed, unkeyed }: Collection): boolean {
  return keyed >= LEAST_KEYED && unkeyed === 0
}

function newCollection(place: Place, path: readonly string[], { ordinal }: Look): Collection {
  const nothingYet = {
    made: 0,
    lookedUp: 0,
    keyed: 0,
    unkeyed: 0,
    // Of a process that has just begun, all is new.
    lastOrdinal: ordinal <= 2 ? 0 : ordinal,
    still: 0,
    toOthers: 0,
    toOwners: 0,
    first: undefined,
    wasMet: false,
    told: false,
  }
  return { ...nothingYet, place, path, keys: new Set() }
}

/** True for a key that was not there before. */
function meet({ keys }: Collection, key: string): boolean {
  if (keys.has(key) || keys.size >= MOST_KEYS) return false
  keys.add(key)
  return true
}
