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

/**
 * Caches under keys that do not say whose their entries are: what was made for one user is in the answers to others.
 * Where nobody waits: what an answer says has to be read word by word, and at every invocation.
 */
export function judgeEntries(ruler: Ruler, requests: Requests): VariableJudge {
  const collections = createPathMemory<Collection>(MOST_COLLECTIONS)
  let met: Collection[] = []

  function walk(place: Place, path: readonly string[], value: unknown, look: Look): void {
    if (!isHolder(value) || Array.isArray(value) || look.overdue()) return
    const { members } = ruler.inside(value)
    if (isMap(value) || members.some(([key]) => !isWord(key))) {
      const collection = collections.recall(place, path, () => newCollection(place, path))
      if (collection && !collection.told) note(collection, members, look)
    } else if (path.length < DEEPEST) {
      for (const [name, member] of members) walk(place, [...path, name], member, look)
    }
  }

  function note(collection: Collection, entries: readonly Entry[], look: Look): void {
    const answered = { others: false, owner: false }
    for (const [key, value] of entries) {
      const identities = identitiesIn(value, look)
      const theirs = identities.filter((hash) => !requests.own().has(hash))
      const isNew = meet(collection, digest(key))
      // What stands there when it is first met may have come with anybody.
      if (isNew && theirs.length > 0) collection.lookedUp += collection.wasMet ? 1 : 0
      else if (isNew && identities.length > 0) {
        collection.made += 1
        collection.first ??= momentOf(look)
      }
      const said = (hash: string): boolean => requests.answered(look).has(hash)
      answered.others ||= theirs.some(said)
      answered.owner ||= !isNew && theirs.length === 0 && identities.some(said)
    }
    if (answered.others) collection.toOthers += 1
    else if (answered.owner) collection.toOwners += 1
    collection.wasMet = true
    met.push(collection)
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
    const { made, lookedUp, toOthers, toOwners } = collection
    const isShared = toOthers >= LEAST_TO_OTHERS && toOthers > toOwners
    if (collection.told || lookedUp > 0 || made < LEAST_MADE || !isShared) return []
    collection.told = true
    const named = tools.declare([collection])
    if (!named || named.foreign || named.isEntry) return []
    const { kind, name, location } = named
    const found = { kind, class: 'bleed', severity: 'critical', name, location, confidence: 0.8 } as const
    return [stateFinding(found, collection.first ?? look, look.ordinal)]
  }

  return {
    begin: () => void (met = []),
    variable(place, name, value, look) {
      if (!look.hurried) walk(place, [name], value, look)
    },
    findings: (look, tools) => met.flatMap((collection) => judge(collection, look, tools)),
  }
}

function newCollection(place: Place, path: readonly string[]): Collection {
  const nothingYet = {
    made: 0,
    lookedUp: 0,
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
