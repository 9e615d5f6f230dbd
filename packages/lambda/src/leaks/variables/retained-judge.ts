import { type Look, type Moment, momentOf } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import type { Place } from './explore.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, isMap, type Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'
import { follow, type Met, type Owned } from './slots.ts'

/** A variable or a field that held a whole event, or the context. */
interface Holding extends Owned {
  readonly place: Place
  readonly path: readonly string[]
  readonly origin: Origin
  held: WeakRef<object>
  lastOrdinal: number
  sightings: number
  /** It held another one before. */
  wasOther: boolean
  told: boolean
}

/** Where something of a request comes from. */
interface Origin {
  readonly moment: Moment
  /** The event or the context itself, not a part of it. */
  readonly isWhole: boolean
}

export interface RetainedJudge extends VariableJudge {
  /** True for what stands in an event that is kept: that one is told. */
  covers(place: Place, path: readonly string[]): boolean
}

const DEEPEST = 3
const MOST_HOLDINGS = 200
/** One that is seen at the end of so many invocations is not about to be let go. */
const SURE_SIGHTINGS = 2
/** How much around it comes with it is seen when another comes: perhaps one does. */
const PATIENT_SIGHTINGS = 5

/** Variables that keep a whole event, a part of it, or the context, when the invocation is over. */
export function judgeRetained(ruler: Ruler): RetainedJudge {
  // What this remembers of a request must not be what keeps it.
  const origins = new WeakMap<object, Origin>()
  const holdings = createPathMemory<Holding>(MOST_HOLDINGS)
  /** By name and line: event and context may stand in one object. */
  const told = new Set<string>()
  let seen: Holding[] = []

  function remember(look: Look): void {
    seen = []
    const moment = momentOf(look)
    for (const part of partsOf(look.event)) origins.set(part, { moment, isWhole: false })
    for (const whole of [look.event, look.context]) {
      if (isHolder(whole)) origins.set(whole, { moment, isWhole: true })
    }
  }

  // The event's own parts are as much the request's; what they hold in turn is looked for in no variable.
  function partsOf(event: unknown): object[] {
    if (!isHolder(event) || Array.isArray(event)) return []
    const parts = ruler.inside(event).members.map(([, member]) => member)
    return parts.filter(isHolder).filter((part) => typeof part !== 'function')
  }

  function walk(met: Met, look: Look): void {
    const { place, path, value, owners } = met
    if (!isHolder(value)) return
    const origin = origins.get(value)
    if (origin) note(met, value, origin, look)
    // Entries of a list or a map are a matter of growth.
    else if (path.length < DEEPEST && !Array.isArray(value) && !isMap(value)) {
      const inside = [...owners, value]
      for (const [name, member] of ruler.inside(value).members) {
        walk({ place, path: [...path, name], value: member, owners: inside }, look)
      }
    }
  }

  function note({ place, path, owners }: Met, held: object, origin: Origin, look: Look): void {
    const holding = holdings.recall(place, path, () => newHolding(place, path, held, origin))
    if (!holding || holding.lastOrdinal === look.ordinal) return
    const isOther = holding.held.deref() !== held
    follow(holding, owners, isOther)
    holding.wasOther ||= isOther
    holding.held = new WeakRef(held)
    holding.lastOrdinal = look.ordinal
    holding.sightings += 1
    seen.push(holding)
  }

  function judge(holding: Holding, look: Look, tools: Tools): Finding[] {
    const { place, path, depth, origin } = holding
    const sure = holding.wasOther ? SURE_SIGHTINGS : PATIENT_SIGHTINGS
    if (holding.told || holding.sightings < sure) return []
    // What is put there anew with it is told as one.
    const named = tools.declare([{ place, path: path.slice(0, depth) }])
    if (!named) return []
    holding.told = true
    const { name, location } = named
    const same = `${name} ${location}`
    if (named.foreign || named.isEntry || told.has(same)) return []
    told.add(same)
    // A part of it in something else is no event any more.
    const kind = origin.isWhole || depth === path.length ? 'retained_event' : named.kind
    const found = { kind, class: 'bleed', severity: 'high', name, location, confidence: 0.9 } as const
    return [stateFinding(found, origin.moment, look.ordinal)]
  }

  return {
    begin: remember,
    covers: (place, path) =>
      path.some((_, index) => holdings.get(place, path.slice(0, index + 1)) !== undefined),
    variable: (place, name, value, look) => walk({ place, path: [name], value, owners: [] }, look),
    findings: (look, tools) => seen.flatMap((holding) => judge(holding, look, tools)),
  }
}

function newHolding(place: Place, path: readonly string[], held: object, origin: Origin): Holding {
  const nothingYet = {
    owners: [],
    depth: path.length,
    lastOrdinal: 0,
    sightings: 0,
    wasOther: false,
    told: false,
  }
  return { ...nothingYet, place, path, origin, held: new WeakRef(held) }
}
