import { type Look, type Moment, momentOf } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import { wordOf } from '../code/pattern.ts'
import type { Place } from './explore.ts'
import type { Declaration } from './declaration.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, type Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'
import type { Past, Requests } from './requests.ts'
import type { RetainedJudge } from './retained-judge.ts'
import { follow, type Met, type Owned, walkSlots } from './slots.ts'

/** A place for one value: a variable, or a field that has a name of its own. */
interface Slot extends Owned {
  hash: string
  /** How often it took the identity of another request. */
  follows: number
  sightings: number
  readonly first: Moment
  told: Evidence | undefined
  /** What was known of it when its declaration was last read. */
  asked: string
  /** Its declaration, or what else stands in it, says that it is none to tell of. */
  dismissed: boolean
  /** A list, that holds what is one request's. */
  readonly isList: boolean
  /** It was seen to hold an earlier request's. */
  outlived: boolean
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

const MOST_SLOTS = 200
const LONGEST_LIST = 16
/** A slot that took the identity of so many requests is filled by each. */
const SURE_FOLLOWS = 2
/** How much around it comes with its value is seen when another comes: perhaps one does. */
const PATIENT_SIGHTINGS = 4

/** Identities of one request that stay in a slot the next one reads. */
export function judgeBleed(
  ruler: Ruler,
  requests: Requests,
  retained: Pick<RetainedJudge, 'covers'>,
): VariableJudge {
  const slots = createPathMemory<Slot>(MOST_SLOTS)
  let sightings: Sighting[] = []
  /** By name and line: one variable may be reached from several places. */
  const told = new Map<string, Evidence>()

  function meet(met: Met, look: Look): void {
    if (Array.isArray(met.value)) return meetList(met, met.value, look)
    const hash = requests.identityIn(met.value, look)
    if (hash !== undefined && !isKeyed(met.path, String(met.value))) note(met, hash, look)
  }

  /** A list of what is one request's is a slot; one of several requests' is a collection, and a matter of growth. */
  function meetList(met: Met, list: readonly unknown[], look: Look): void {
    if (list.length > LONGEST_LIST) return
    const hashes = list.flatMap((item) => identitiesOf(item, look))
    const [first] = hashes
    if (first === undefined) return
    const sources = new Set(
      hashes.map((hash) => (requests.own().has(hash) ? 0 : requests.past(hash)?.ordinal)),
    )
    const slot = note(met, first, look)
    if (slot && sources.size > 1) slot.dismissed = true
  }

  function identitiesOf(item: unknown, look: Look): string[] {
    const values = isHolder(item) ? ruler.inside(item).members.map(([, member]) => member) : [item]
    return values.map((value) => requests.identityIn(value, look)).filter((hash) => hash !== undefined)
  }

  function note({ place, path, value, owners }: Met, hash: string, look: Look): Slot | undefined {
    const known = requests.past(hash)
    const slot = slots.recall(place, path, () =>
      newSlot(hash, path.length, momentOf(known ?? look), Array.isArray(value)),
    )
    if (!slot) return undefined
    const before = slot.hash
    slot.sightings += 1
    if (before !== hash) slot.follows += 1
    follow(slot, owners, before !== hash)
    slot.hash = hash
    const from = requests.own().has(hash) ? undefined : known
    slot.outlived ||= from !== undefined
    sightings.push({ slot, place, path, past: from, before })
    return slot
  }

  // Under a key that says whose it is, it is a cache.
  function isKeyed(path: readonly string[], value: string): boolean {
    return path.slice(1).some((part) => {
      const key = part.replace(/^\*/, '')
      const hash = requests.hash(key)
      return (
        key.indexOf(value) >= 0 || (hash !== undefined && (requests.own().get(hash) ?? requests.past(hash)))
      )
    })
  }

  /** Another request than the one it came from has it in its answer. */
  function isAnswered({ slot, past: from, before }: Sighting, look: Look): boolean {
    const earlier = from ? slot.hash : before
    return !requests.own().has(earlier) && requests.answered(look).has(earlier)
  }

  function judge(sighting: Sighting, look: Look, tools: Tools): Finding[] {
    const { slot, place, path, past: from } = sighting
    if (!isWorthAsking(slot, from) || retained.covers(place, path)) return []
    const evidence: Evidence = isAnswered(sighting, look) ? 'answered' : 'held'
    if (slot.told === 'answered' || slot.told === evidence) return []
    // To read the code again is worth it when more is known.
    const known = `${slot.follows} ${evidence}`
    if (slot.asked === known) return []
    slot.asked = known
    const named = declared(sighting, tools)
    if (!named) return []
    slot.dismissed = named.foreign || named.isEntry || named.compared
    if (slot.dismissed || !isForOne(slot, named)) return []
    slot.told = evidence
    const same = `${named.name} ${named.location}`
    if (told.get(same) === evidence || told.get(same) === 'answered') return []
    told.set(same, evidence)
    return [toFinding(slot, named, momentOf(from ?? slot.first), look.ordinal)]
  }

  return {
    begin: () => void (sightings = []),
    variable(place, name, value, look) {
      walkSlots(ruler, { place, path: [name], value, owners: [] }, look, (met) => meet(met, look))
    },
    findings: (look, tools) => sightings.flatMap((sighting) => judge(sighting, look, tools)),
  }
}

function newSlot(hash: string, depth: number, first: Moment, isList: boolean): Slot {
  const nothingYet = {
    owners: [],
    follows: 0,
    sightings: 0,
    told: undefined,
    asked: '',
    dismissed: false,
    outlived: false,
  }
  return { ...nothingYet, hash, depth, first, isList }
}

function isSure({ follows }: Slot): boolean {
  return follows >= SURE_FOLLOWS
}

function isWorthAsking(slot: Slot, from: Past | undefined): boolean {
  if (slot.dismissed || (!isSure(slot) && (slot.isList || from === undefined))) return false
  if (slot.follows === 0 && slot.depth > 1 && slot.sightings < PATIENT_SIGHTINGS) return false
  // The code of a list was asked when it was sure, and says no more since.
  return !slot.isList || slot.outlived || slot.follows === SURE_FOLLOWS
}

/**
 * Of an object that is made anew each time the fields are told by what holds it; so is what stands in a variable that
 * holds nothing at first.
 */
function declared({ slot, place, path }: Sighting, tools: Tools): Declaration | undefined {
  const named = tools.declare([{ place, path: path.slice(0, slot.depth) }])
  if (!named?.emptyAtInit || slot.depth === 1) return named
  return tools.declare([{ place, path: path.slice(0, 1) }])
}

/** Settings are filled from the start; a list that each request empties before it fills it holds no other's. */
function isForOne(slot: Slot, named: Declaration): boolean {
  if (!isSure(slot)) return !named.filledAtInit
  if (!slot.isList || slot.outlived) return true
  return named.says(new RegExp(`${wordOf(named.last)}\\s*\\[[^\\]]*\\]\\s*=(?!=)`))
}

function toFinding({ told, follows }: Slot, named: Declaration, since: Moment, ordinal: number): Finding {
  const certain = told === 'answered' || follows > SURE_FOLLOWS
  const confidence = certain ? 0.95 : follows === SURE_FOLLOWS ? 0.85 : 0.7
  const { kind, name, location } = named
  const severity = told === 'answered' ? 'critical' : 'high'
  return stateFinding({ kind, class: 'bleed', severity, name, location, confidence }, since, ordinal)
}
