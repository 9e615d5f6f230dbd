import { type Look, type Moment, momentOf } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import { digest } from '../../identity/digest.ts'
import { escape, isWord, wordOf } from '../code/pattern.ts'
import type { Place } from './explore.ts'
import type { Declaration } from './declaration.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, isMap, type Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'

/** How one value of a variable or a field went on from look to look. */
interface Course {
  readonly place: Place
  readonly path: readonly string[]
  first: Moment
  last: unknown
  /** Of a list, which elements it has, whatever their order. */
  elements: string
  falls: number
  rises: number
  /** Looks at which it was above or below another count of its scope. */
  apart: number
  /** Looks at which a list had its elements in another order. */
  turns: number
  /** Looks since a flag was last changed, and how often it was. */
  looksSince: number
  changes: number
  told: boolean
}

const DEEPEST = 2
const MOST_COURSES = 200
const MOST_ELEMENTS = 64
/** A budget that fell so often, and never rose, is not refilled. */
const SURE_FALLS = 4
const SURE_TURNS = 3
/** Counts that rose so often, and were so often apart where requests ended, count over all of them. */
const SURE_RISES = 10
const SURE_APART = 5
/** A flag that stood so long after it was set will not be reset. */
const SURE_LOOKS = 3
const SURE_INVOCATIONS = 20

/** Flags of what is done once in a process, and stays done. */
const ONCE =
  /init|ready|connect|load|start|warm|cold|boot|prime|regist|first|open|setup|seen|done|once|install/i

/**
 * State that goes one way with the requests and never comes back: a budget that only falls, a flag that one request has
 * set for all after it, a list that each request puts into another order, counts of a request that the next counts on.
 */
export function judgeDrift(ruler: Ruler): VariableJudge {
  const courses = createPathMemory<Course>(MOST_COURSES)
  const ids = new WeakMap<object, number>()
  let nextId = 0
  let met: Course[] = []

  function courseOf(place: Place, path: readonly string[], look: Look): Course | undefined {
    return courses.recall(place, path, () => ({
      place,
      path,
      first: momentOf(look),
      last: undefined,
      elements: '',
      falls: 0,
      rises: 0,
      apart: 0,
      turns: 0,
      looksSince: 0,
      changes: 0,
      told: false,
    }))
  }

  function follow(course: Course, value: unknown, look: Look): void {
    const { last } = course
    if (typeof value === 'number' && typeof last === 'number') {
      if (value < last) course.falls += 1
      if (value > last) course.rises += 1
    }
    if (typeof value === 'boolean' && typeof last === 'boolean') {
      course.looksSince += 1
      if (value !== last) {
        course.first = momentOf(look)
        course.changes += 1
        course.looksSince = 0
      }
    }
    course.last = value
    met.push(course)
  }

  function followList(course: Course, list: readonly unknown[]): void {
    const keys = list.map(keyOf)
    // Elements may be a request's own: only digests are kept.
    const order = digest(keys.join())
    const elements = digest(keys.toSorted().join())
    if (elements === course.elements && order !== course.last) course.turns += 1
    course.elements = elements
    course.last = order
    met.push(course)
  }

  function keyOf(element: unknown): string {
    if (!isHolder(element)) return `${typeof element} ${String(element)}`
    const id = ids.get(element) ?? (nextId += 1)
    ids.set(element, id)
    return `#${id}`
  }

  function walk(place: Place, path: readonly string[], value: unknown, look: Look): void {
    if (typeof value === 'number' || typeof value === 'boolean') {
      const course = courseOf(place, path, look)
      if (course) follow(course, value, look)
    } else if (Array.isArray(value)) {
      const fits = value.length > 1 && value.length <= MOST_ELEMENTS
      const course = fits ? courseOf(place, path, look) : undefined
      if (course) followList(course, value)
    } else if (isHolder(value) && path.length < DEEPEST && !isMap(value)) {
      for (const [name, member] of ruler.inside(value).members) walk(place, [...path, name], member, look)
    }
  }

  return {
    begin: () => void (met = []),
    variable: (place, name, value, look) => walk(place, [name], value, look),
    findings(look, tools) {
      const counts = met.filter((course) => course.rises >= SURE_RISES && course.falls === 0)
      for (const course of counts) {
        const { place, last } = course
        if (counts.some((other) => other.place === place && other.last !== last)) course.apart += 1
      }
      return met.flatMap((course) => judge(course, counts, look, tools))
    },
  }
}

function judge(course: Course, counts: readonly Course[], look: Look, tools: Tools): Finding[] {
  const drifts = driftOf(course, look, () => writtenNames(course, counts, tools))
  if (!drifts || course.told) return []
  const named = tools.declare([course])
  if (!named) return []
  // Whatever the code says, it says it at the next look too.
  course.told = true
  const { kind: of, name, location, foreign, isEntry } = named
  if (of !== 'module_variable' || foreign || isEntry || !drifts(named)) return []
  const found = {
    kind: 'drift',
    class: 'state',
    severity: 'medium',
    name,
    location,
    confidence: 0.8,
  } as const
  return [stateFinding(found, course.first, look.ordinal)]
}

/** What the code has to say for it to be one; undefined where the values show none. */
function driftOf(
  course: Course,
  look: Look,
  others: () => readonly string[],
): ((named: Declaration) => boolean) | undefined {
  const lasted = look.ordinal - course.first.ordinal >= SURE_INVOCATIONS
  if (course.falls >= SURE_FALLS && course.rises === 0 && lasted) return isNeverRaised
  if (course.turns >= SURE_TURNS) return isPutInOrder
  if (course.apart >= SURE_APART) return (named) => isHeldAgainst(named, others())
  const { changes, looksSince, last } = course
  if (typeof last === 'boolean' && changes === 1 && looksSince >= SURE_LOOKS && lasted) {
    return (named) => !ONCE.test(named.last) && isNeverReset(named)
  }
  return undefined
}

function isNeverRaised(named: Declaration): boolean {
  if (!isWord(named.last)) return false
  const word = wordOf(named.last)
  const raises = new RegExp(`${word}\\s*(?:\\+\\+|\\+=)|\\+\\+\\s*${word}`)
  const last = escape(named.last)
  const steps = new RegExp(`${word}\\s*(?:--|-=)|--\\s*(?:[\\w$]+\\.)*${last}`)
  // `left = left - 1` is an assignment as well.
  const isAssigned = named.says(new RegExp(`${word}\\s*=[^=\\n]*${last}\\s*-`))
  const lowers = isAssigned || named.says(steps)
  return lowers && !named.says(raises) && !isSetOftener(named, word, isAssigned ? 1 : 0)
}

/** Set by one request, and by no other taken back. */
function isNeverReset(named: Declaration): boolean {
  return isWord(named.last) && !isSetOftener(named, wordOf(named.last), 1)
}

// A declaration sets too; of a field it is no assignment.
function isSetOftener(named: Declaration, word: string, times: number): boolean {
  const declared = named.says(new RegExp(`\\b(?:let|var|static)\\s+${word}\\s*=(?![=>])`)) ? 1 : 0
  return named.says(new RegExp(`(?:${word}\\s*=(?![=>])[^]*?){${times + declared + 1}}`))
}

/** As the code has them: the other counts of its scope that stand elsewhere than this one. */
function writtenNames({ place, last }: Course, counts: readonly Course[], tools: Tools): string[] {
  return counts
    .filter((other) => other.place === place && other.last !== last)
    .flatMap((other) => tools.declare([other])?.last ?? [])
}

/** Whether the code asks if two counts are the same, and they are not: for one request they would have been. */
function isHeldAgainst(named: Declaration, others: readonly string[]): boolean {
  const one = wordOf(named.last)
  return others.some((other) => {
    const two = wordOf(other)
    return named.says(new RegExp(`${one}${IS}${two}|${two}${IS}${one}`))
  })
}

/** And the objects before the second name. */
const IS = String.raw`\s*[=!]==?\s*(?:[\w$]+\.)*`

function isPutInOrder(named: Declaration): boolean {
  const { last } = named
  return isWord(last) && named.says(new RegExp(`${wordOf(last)}\\s*\\.\\s*(?:reverse|sort)\\s*\\(`))
}
