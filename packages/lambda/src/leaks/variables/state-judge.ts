import type { FindingKind, Severity } from '@thermocline/wire'
import { type Look, type Moment, momentOf } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import type { Place } from './explore.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, isPromise, isRegExp, type Ruler } from './measure.ts'

/** A state that is wrong by itself, whoever's request it was. */
interface Ailment {
  readonly kind: FindingKind
  readonly severity: Severity
  /** Put behind the variable's name. */
  readonly part: string
  has(value: object, tools: Tools): boolean
}

const AILMENTS: readonly Ailment[] = [
  // An init that failed once, and was kept as a promise: every later request fails with the same error.
  {
    kind: 'poisoned_init',
    severity: 'high',
    part: '',
    has: (value, tools) => isPromise(value) && tools.promiseState(value) === 'rejected',
  },
  // A regular expression that is asked with /g or /y goes on from where the last request's text ended.
  {
    kind: 'drift',
    severity: 'medium',
    part: '.lastIndex',
    has: (value) => isRegExp(value) && value.lastIndex > 0,
  },
]

/** Seen at the end of one invocation it may be about to be mended; at the end of a second it was met. */
const SURE_SIGHTINGS = 2
const DEEPEST = 3
/** To ask the inspector for a promise's state costs 0.1 ms. */
const MOST_ASKED = 20

interface Sighted {
  readonly place: Place
  readonly path: readonly string[]
  readonly first: Moment
  sightings: number
  told: boolean
}

/** Variables whose state is wrong for every request: a rejected promise that is kept, a regular expression half-way. */
export function judgeState(ruler: Ruler): VariableJudge {
  const known = new WeakMap<object, Sighted>()
  const met = new Map<object, Pick<Sighted, 'place' | 'path'>>()

  function walk(place: Place, path: readonly string[], value: unknown): void {
    if (!isHolder(value)) return
    if (isPromise(value) || isRegExp(value)) met.set(value, { place, path })
    else if (path.length < DEEPEST) {
      for (const [name, member] of ruler.inside(value).members) walk(place, [...path, name], member)
    }
  }

  function judge(value: object, where: Pick<Sighted, 'place' | 'path'>, look: Look, tools: Tools): Finding[] {
    const ailment = AILMENTS.find((candidate) => candidate.has(value, tools))
    if (!ailment) {
      // A pattern is half-way now and then; a promise that was rejected stays so.
      if (!isRegExp(value)) known.delete(value)
      return []
    }
    const sighted = known.get(value) ?? {
      ...where,
      first: momentOf(look),
      sightings: 0,
      told: false,
    }
    known.set(value, sighted)
    sighted.sightings += 1
    if (sighted.told || sighted.sightings < SURE_SIGHTINGS) return []
    const named = tools.declare([sighted])
    if (!named) return []
    sighted.told = true
    if (named.foreign) return []
    const { kind, severity, part } = ailment
    const found = { kind, class: 'state', severity, location: named.location, confidence: 0.9 } as const
    return [stateFinding({ ...found, name: named.name + part }, sighted.first, look.ordinal)]
  }

  return {
    begin: () => met.clear(),
    variable: (place, name, value) => walk(place, [name], value),
    findings: (look, tools) =>
      [...met].slice(0, MOST_ASKED).flatMap(([value, where]) => judge(value, where, look, tools)),
  }
}
