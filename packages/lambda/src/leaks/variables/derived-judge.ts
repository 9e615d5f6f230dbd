import { digest } from '../../identity/digest.ts'
import { type Look, type Moment, momentOf } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import type { Canaries } from './canaries.ts'
import type { Place } from './explore.ts'
import type { Tools, VariableJudge } from './judge.ts'
import type { Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'
import type { Requests } from './requests.ts'
import { follow, type Met, type Owned, walkSlots } from './slots.ts'

/** Who was behind one request: hashes, by where the event has them. */
type Identities = ReadonlyMap<string, string>

/** One value that a slot took, and whose request it was. */
interface Taken {
  readonly value: string
  readonly by: Identities
}

/** A variable, or a field that has a name of its own. */
interface Slot extends Owned {
  readonly place: Place
  readonly path: readonly string[]
  /** A digest of what it held at the last look. */
  value: string
  /** The latest values it was seen to take. */
  taken: Taken[]
  first: Moment | undefined
  /** Nothing is to be told of it any more. */
  done: boolean
}

const MOST_SLOTS = 100
const MOST_TAKEN = 48
/** A letter or a digit may be anything. */
const SHORTEST = 2
const LONGEST = 512
const LEAST_VALUES = 3
const LEAST_AGREEING = 3
/** The chance that the values agree with the users by accident is e to the minus so much. */
const SURE = 8

/** Values that are made of an identity, such as its hash or initials, and that stay in a slot the next request reads. */
export function judgeDerived(ruler: Ruler, requests: Pick<Requests, 'own' | 'hash'>): VariableJudge {
  const slots = createPathMemory<Slot>(MOST_SLOTS)
  let by: Identities = new Map()
  let changed: Slot[] = []

  function note({ place, path, value: given, owners }: Met, look: Look): void {
    // Items of a list are a collection's.
    if (typeof given !== 'string' && typeof given !== 'number') return
    const text = String(given)
    if (text.length > LONGEST) return
    const value = digest(text)
    const known = slots.get(place, path)
    const slot = known ?? slots.recall(place, path, () => newSlot(place, path, value))
    if (!slot || slot.done || (known && slot.value === value)) return
    follow(slot, owners, known !== undefined)
    if (!known) return
    take(slot, value, look)
    // What the event says as it stands is another judge's.
    slot.done = requests.own().has(requests.hash(given) ?? '')
    if (text.length >= SHORTEST) changed.push(slot)
  }

  function take(slot: Slot, value: string, look: Look): void {
    slot.value = value
    slot.first ??= momentOf(look)
    slot.taken.push({ value, by })
    if (slot.taken.length > MOST_TAKEN) slot.taken.shift()
  }

  function judge(slot: Slot, look: Look, tools: Tools): Finding[] {
    if (slot.done || !followsIdentity(slot.taken)) return []
    slot.done = true
    const named = tools.declare([{ place: slot.place, path: slot.path.slice(0, slot.depth) }])
    if (!named || named.foreign || named.isEntry || named.compared) return []
    const { kind, name, location } = named
    const found = { kind, class: 'bleed', severity: 'high', name, location, confidence: 0.75 } as const
    return [stateFinding(found, slot.first ?? look, look.ordinal)]
  }

  return {
    begin() {
      by = identitiesOf(requests.own())
      changed = []
    },
    variable(place, name, value, look) {
      walkSlots(ruler, { place, path: [name], value, owners: [] }, look, (met) => note(met, look))
    },
    findings: (look, tools) => changed.flatMap((slot) => judge(slot, look, tools)),
  }
}

function newSlot(place: Place, path: readonly string[], value: string): Slot {
  const depth = path.length
  return { place, path, value, owners: [], depth, taken: [], first: undefined, done: false }
}

/** Of a batch with several users, no path says who. */
function identitiesOf(event: Canaries): Identities {
  const found = new Map<string, string>()
  const several = new Set<string>()
  for (const [hash, path] of event) {
    if (found.has(path)) several.add(path)
    if (path) found.set(path, hash)
  }
  for (const path of several) found.delete(path)
  return found
}

function followsIdentity(taken: readonly Taken[]): boolean {
  const counts = new Map<string, number>()
  for (const { value } of taken) counts.set(value, (counts.get(value) ?? 0) + 1)
  if (counts.size < LEAST_VALUES) return false
  const surprise = -Math.log(Math.max(...counts.values()) / taken.length)
  const paths = taken.at(-1)?.by.keys() ?? []
  return [...paths].some((path) => {
    const agreeing = agreeingBy(path, taken)
    return agreeing >= LEAST_AGREEING && agreeing * surprise >= SURE
  })
}

/** How often a user who came back brought the value that he had brought before; 0 where one brought another. */
function agreeingBy(path: string, taken: readonly Taken[]): number {
  const valueOf = new Map<string, string>()
  let agreeing = 0
  for (const { value, by } of taken) {
    const who = by.get(path)
    if (who === undefined) continue
    const known = valueOf.get(who)
    if (known === undefined) valueOf.set(who, value)
    else if (known === value) agreeing += 1
    else return 0
  }
  return agreeing
}
