import { type Look, type Moment, momentOf } from '../detector.ts'
import { type Finding, stateFinding } from '../finding.ts'
import { performance } from '../../node-globals.ts'
import { escape, isWord } from '../code/pattern.ts'
import type { Place } from './explore.ts'
import type { Declaration } from './declaration.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, isMap, type Ruler } from './measure.ts'
import { createPathMemory } from './path-memory.ts'

/** Something that was made at init and has stayed as it was made. */
interface Kept {
  readonly place: Place
  readonly path: readonly string[]
  readonly first: Moment
  readonly value: string | number
  looks: number
  /** Answers that had it. */
  answers: number
  told: boolean
}

const MOST_KEPT = 100
const DEEPEST = 2
const SURE_LOOKS = 4
const SURE_INVOCATIONS = 20
const SURE_ANSWERS = 3
const MOST_NODES = 300
/** So long before its first invocation a process may have been started. */
const OLDEST_MS = 900_000

/** Who names the container or the process, or when it began, means just that. */
const OF_THE_CONTAINER =
  /inst|contain|work|host|process|boot|server|sandbox|lambda|environ|init|start|load|cold|launch|since|began|birth|uptime|deploy|build|salt|seed|secret|key/i

const RANDOM = String.raw`(?:[\w$.]+\.)?(?:randomUUID|randomBytes|uuid(?:v[1-8])?|v[147]|nanoid|ulid|createId|cuid)\s*\(`
const TIME = String.raw`(?:new\s+Date\s*\(\s*\)|(?:\+\s*new\s+Date\b)|Date\.now\s*\(|Math\.\w+\s*\(\s*Date\.now\s*\()`

/** Ids and times that every request should have of its own, and all have from the init. */
export function judgeStale(ruler: Ruler): VariableJudge {
  const all = createPathMemory<Kept>(MOST_KEPT)
  let met: Kept[] = []

  function note(place: Place, path: readonly string[], value: string | number, look: Look): void {
    const made = (): Kept => ({
      place,
      path,
      first: momentOf(look),
      value,
      looks: 0,
      answers: 0,
      told: false,
    })
    let kept = all.recall(place, path, made)
    if (!kept) return
    if (kept.value !== value) {
      kept = made()
      all.set(place, path, kept)
    }
    kept.looks += 1
    if (typeof value === 'string' && mentions(look.answer, value) && !mentions(look.event, value))
      kept.answers += 1
    met.push(kept)
  }

  function walk(place: Place, path: readonly string[], value: unknown, look: Look): void {
    const made = madeAtInit(value)
    if (made !== undefined) note(place, path, made, look)
    else if (isHolder(value) && path.length < DEEPEST && !Array.isArray(value) && !isMap(value)) {
      for (const [name, member] of ruler.inside(value).members) walk(place, [...path, name], member, look)
    }
  }

  return {
    begin: () => void (met = []),
    variable: (place, name, value, look) => walk(place, [name], value, look),
    findings: (look, tools) => met.flatMap((kept) => judge(kept, look, tools)),
  }
}

/** A random text, or a time around the start of this process; undefined for what is neither. */
function madeAtInit(value: unknown): string | number | undefined {
  if (typeof value === 'string') return isRandom(value) || isTimeOfInit(Date.parse(value)) ? value : undefined
  const time = value instanceof Date ? Date.prototype.getTime.call(value) : value
  if (typeof time !== 'number') return undefined
  return isTimeOfInit(time) || isTimeOfInit(time * 1000) ? time : undefined
}

function isRandom(text: string): boolean {
  return text.length >= 16 && text.length <= 64 && /^[\w-]+$/.test(text) && /\d/.test(text)
}

function isTimeOfInit(ms: number): boolean {
  return Math.abs(ms - performance.timeOrigin) < OLDEST_MS
}

function judge(kept: Kept, look: Look, tools: Tools): Finding[] {
  if (kept.told || kept.looks < SURE_LOOKS || look.ordinal - kept.first.ordinal < SURE_INVOCATIONS) return []
  const isTime = typeof kept.value === 'number' || !Number.isNaN(Date.parse(kept.value))
  if (!isTime && kept.answers < SURE_ANSWERS) return []
  kept.told = true
  const named = tools.declare([kept])
  if (!named || named.kind !== 'module_variable' || named.foreign || named.isEntry) return []
  if (OF_THE_CONTAINER.test(named.last) || !(isTime ? isFrozenTime(named) : isMadeOnce(named, RANDOM)))
    return []
  const { name, location } = named
  const found = {
    kind: 'stale_init',
    class: 'state',
    severity: 'medium',
    name,
    location,
    confidence: 0.8,
  } as const
  return [stateFinding(found, kept.first, look.ordinal)]
}

/** Taken at init, and not to tell how long something took since. */
function isFrozenTime(named: Declaration): boolean {
  const word = escape(named.last)
  const since = new RegExp(
    `(?:\\.now\\s*\\(\\s*\\)|Date\\s*\\(\\s*\\)|\\w)\\s*-\\s*(?:[\\w$]+\\.)*${word}(?![\\w$])`,
  )
  return isMadeOnce(named, TIME) && !named.says(since)
}

/** By the declaration, and by nothing else. */
function isMadeOnce(named: Declaration, by: string): boolean {
  const { last } = named
  if (!isWord(last)) return false
  const made = `(?<![\\w$.])${escape(last)}\\s*[=:](?![=>])\\s*`
  return named.says(new RegExp(made + by)) && !named.says(new RegExp(`(?:${made}[^]*?){2}`))
}

/** A text of a message, or a part of one, is this. Bounded; no getter is run. */
function mentions(message: unknown, text: string): boolean {
  let nodes = 0
  function walk(value: unknown, depth: number): boolean {
    if (nodes++ > MOST_NODES || depth > 6) return false
    if (typeof value === 'string') return value.indexOf(text) >= 0
    if (!isHolder(value)) return false
    return Object.keys(value).some((name) => {
      const property = Object.getOwnPropertyDescriptor(value, name)
      return property !== undefined && 'value' in property && walk(property.value, depth + 1)
    })
  }
  return walk(message, 0)
}
