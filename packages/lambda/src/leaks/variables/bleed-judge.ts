import { type Look, type Moment, momentOf } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import type { Canaries, CanaryReader } from './canaries.ts'
import type { Place } from './explore.ts'
import type { Declaration } from './declaration.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, type Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'
import type { RetainedJudge } from './retained-judge.ts'

/** Where an identity comes from that an earlier request had. */
interface Past extends Moment {
  /** In how many of the events that were read. */
  events: number
}

/** A place for one value: a variable, or a field that has a name of its own. */
interface Slot {
  hash: string
  /** What it stood in at the last look, from the variable inwards. */
  owners: readonly WeakRef<object>[]
  /** How much of its path leads to what was put there anew with the value. */
  depth: number
  /** How often it took the identity of another request. */
  follows: number
  readonly first: Moment
  told: Evidence | undefined
  /** What was known of it when its declaration was last read. */
  asked: string
  /** Its declaration says that it is none to tell of. */
  dismissed: boolean
}

/** It holds an earlier request's identity, or has held several; and another request's answer has it too. */
type Evidence = 'held' | 'answered'

/** What was found in a slot at this look. */
interface Sighting {
  readonly slot: Slot
  readonly place: Place
  readonly path: readonly string[]
  /** Where the value comes from: undefined for the event of this very invocation. */
  readonly past: Past | undefined
  /** What it held at the look before. */
  readonly before: string
}

const MOST_PAST = 300
const DEEPEST = 4
const MOST_SLOTS = 200
/** What more of the events have in common says nothing of whose it is. */
const COMMON_SHARE = 0.2
/** Before so many events have been read, nothing can be called common. */
const LEAST_EVENTS = 10
/** A slot that took the identity of so many requests is filled by each. */
const SURE_FOLLOWS = 2

/** Identities of one request that stay in a slot the next one reads. */
export function judgeBleed(
  ruler: Ruler,
  reader: CanaryReader,
  retained: Pick<RetainedJudge, 'covers'>,
): VariableJudge {
  const past = new Map<string, Past>()
  const slots = createPathMemory<Slot>(MOST_SLOTS)
  let events = 0
  let own: Canaries = new Map()
  let ownMoment: Moment | undefined
  let sightings: Sighting[] = []
  /** By name and line: one variable may be reached from several places. */
  const told = new Map<string, Evidence>()
  let answer: Canaries | undefined

  function isCommon(known: Past): boolean {
    return events >= LEAST_EVENTS && known.events > events * COMMON_SHARE
  }

  function meet(
    place: Place,
    path: readonly string[],
    value: unknown,
    owners: readonly object[],
    look: Look,
  ): void {
    const hash = reader.hash(value)
    if (hash === undefined) return
    const isIdentity = own.get(hash)
    const known = past.get(hash)
    if (isIdentity === undefined ? known === undefined : !isIdentity) return
    if ((known && isCommon(known)) || isKeyed(path, String(value))) return
    const made = (): Slot => newSlot(hash, path.length, momentOf(known ?? look))
    const slot = slots.recall(place, path, made)
    if (!slot) return
    const before = slot.hash
    if (before !== hash) {
      slot.follows += 1
      const replaced = owners.findIndex((owner, index) => slot.owners[index]?.deref() !== owner)
      if (slot.owners.length > 0 && replaced !== -1) slot.depth = Math.min(slot.depth, replaced + 1)
    }
    slot.owners = owners.map((owner) => new WeakRef(owner))
    slot.hash = hash
    sightings.push({ slot, place, path, past: isIdentity === undefined ? known : undefined, before })
  }

  // Under a key that says whose it is, it is a cache.
  function isKeyed(path: readonly string[], value: string): boolean {
    return path.slice(1).some((part) => {
      const key = part.replace(/^\*/, '')
      const hash = reader.hash(key)
      return key.indexOf(value) >= 0 || (hash !== undefined && (own.get(hash) ?? past.has(hash)))
    })
  }

  function walk(
    place: Place,
    path: readonly string[],
    value: unknown,
    owners: readonly object[],
    look: Look,
  ): void {
    if (!isHolder(value)) {
      meet(place, path, value, owners, look)
      return
    }
    if (path.length > DEEPEST || look.overdue()) return
    const inside = [...owners, value]
    for (const [name, member] of ruler.inside(value).members)
      walk(place, [...path, name], member, inside, look)
  }

  // Of the invocation before, when its own slots have been judged.
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

  /** Another request than the one it came from has it in its answer. */
  function isAnswered({ slot, past: from, before }: Sighting, look: Look): boolean {
    const earlier = from ? slot.hash : before
    return !own.has(earlier) && answered(look).has(earlier)
  }

  function answered(look: Look): Canaries {
    return (answer ??= reader.read(look.answer))
  }

  function judge(sighting: Sighting, look: Look, tools: Tools): Finding[] {
    const { slot, place, path, past: from } = sighting
    if (retained.covers(place, path)) return []
    if (slot.dismissed || (from === undefined && slot.follows < SURE_FOLLOWS)) return []
    const evidence: Evidence = isAnswered(sighting, look) ? 'answered' : 'held'
    if (slot.told === 'answered' || slot.told === evidence) return []
    // To read the code again is worth it when more is known.
    const known = `${slot.follows} ${evidence}`
    if (slot.asked === known) return []
    slot.asked = known
    // Of an object that is made anew each time the fields are told by what holds it.
    const top = path.slice(0, slot.depth)
    const named = tools.declare([{ place, path: top }])
    if (!named) return []
    slot.dismissed = named.foreign || named.isEntry || named.compared
    if (slot.dismissed || (slot.follows < SURE_FOLLOWS && named.filledAtInit)) return []
    slot.told = evidence
    const same = `${named.name} ${named.location}`
    if (told.get(same) === evidence || told.get(same) === 'answered') return []
    told.set(same, evidence)
    return [toFinding(slot, named, momentOf(from ?? slot.first), look.ordinal)]
  }

  return {
    begin(look) {
      if (ownMoment) remember(ownMoment)
      ownMoment = momentOf(look)
      own = reader.read(look.event)
      sightings = []
      answer = undefined
    },
    variable: (place, name, value, look) => walk(place, [name], value, [], look),
    findings: (look, tools) => sightings.flatMap((sighting) => judge(sighting, look, tools)),
  }
}

function newSlot(hash: string, depth: number, first: Moment): Slot {
  return { hash, owners: [], depth, follows: 0, first, told: undefined, asked: '', dismissed: false }
}

function toFinding({ told, follows }: Slot, named: Declaration, since: Moment, ordinal: number): Finding {
  const certain = told === 'answered' || follows > SURE_FOLLOWS
  const confidence = certain ? 0.95 : follows >= SURE_FOLLOWS ? 0.85 : 0.7
  const { kind, name, location } = named
  const severity = told === 'answered' ? 'critical' : 'high'
  return stateFinding({ kind, class: 'bleed', severity, name, location, confidence }, since, ordinal)
}
