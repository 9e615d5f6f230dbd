import { type Look, type Moment, momentOf } from '../detector.ts'
import { stateFinding } from '../finding.ts'
import type { Place } from './explore.ts'
import type { VariableJudge } from './judge.ts'
import { isHolder, isMap, type Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'

/** A variable or a field that held a whole event, or the context. */
interface Holding {
  readonly place: Place
  readonly path: readonly string[]
  readonly first: Moment
  lastOrdinal: number
  sightings: number
  told: boolean
}

export interface RetainedJudge extends VariableJudge {
  /** True for what stands in an event that is kept: that one is told. */
  covers(place: Place, path: readonly string[]): boolean
}

const DEEPEST = 3
const MOST_REMEMBERED = 64
const MOST_HOLDINGS = 200
/** One that is seen at the end of so many invocations is not about to be let go. */
const SURE_SIGHTINGS = 2

/** Variables that keep a whole event, a part of it, or the context, when the invocation is over. */
export function judgeRetained(ruler: Ruler): RetainedJudge {
  const origins = new Map<WeakRef<object>, Moment>()
  const holdings = createPathMemory<Holding>(MOST_HOLDINGS)
  let known = new Map<object, Moment>()
  let seen: Holding[] = []

  function remember(look: Look): void {
    seen = []
    for (const part of partsOf(look)) origins.set(new WeakRef(part), momentOf(look))
    known = new Map()
    for (const [reference, origin] of origins) {
      const part = reference.deref()
      if (part) known.set(part, origin)
      if (!part || origins.size > MOST_REMEMBERED) origins.delete(reference)
    }
  }

  // The event's own parts are as much the request's; what they hold in turn is looked for in no variable.
  function partsOf({ event, context }: Look): object[] {
    const parts =
      isHolder(event) && !Array.isArray(event) ? ruler.inside(event).members.map(([, member]) => member) : []
    return [event, context, ...parts].filter(isHolder).filter((part) => typeof part !== 'function')
  }

  function walk(place: Place, path: readonly string[], value: unknown, look: Look): void {
    if (!isHolder(value)) return
    const origin = known.get(value)
    if (origin) note(place, path, origin, look)
    // Entries of a list or a map are a matter of growth.
    else if (path.length < DEEPEST && !Array.isArray(value) && !isMap(value)) {
      for (const [name, member] of ruler.inside(value).members) walk(place, [...path, name], member, look)
    }
  }

  function note(place: Place, path: readonly string[], first: Moment, look: Look): void {
    const made = (): Holding => ({ place, path, first, lastOrdinal: 0, sightings: 0, told: false })
    const holding = holdings.recall(place, path, made)
    if (!holding) return
    if (holding.lastOrdinal === look.ordinal) return
    holding.lastOrdinal = look.ordinal
    holding.sightings += 1
    seen.push(holding)
  }

  return {
    begin: remember,
    covers: (place, path) =>
      path.some((_, index) => holdings.get(place, path.slice(0, index + 1)) !== undefined),
    variable: (place, name, value, look) => walk(place, [name], value, look),
    findings(look, tools) {
      return seen.flatMap((holding) => {
        if (holding.told || holding.sightings < SURE_SIGHTINGS) return []
        const named = tools.declare([holding])
        if (!named) return []
        holding.told = true
        if (named.foreign || named.isEntry) return []
        const { name, location } = named
        const found = { class: 'bleed', severity: 'high', name, location, confidence: 0.9 } as const
        return [stateFinding({ kind: 'retained_event', ...found }, holding.first, look.ordinal)]
      })
    },
  }
}
