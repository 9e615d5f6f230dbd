import type { Look } from '../detector.ts'
import { type Finding, growthFinding } from '../finding.ts'
import { createSeries, MANY_RESOURCES, type Series, severityOf } from '../growth.ts'
import { escape } from '../code/pattern.ts'
import type { Place } from './explore.ts'
import type { Declaration } from './declaration.ts'
import type { Tools, VariableJudge } from './judge.ts'
import { isHolder, isMap, type Ruler } from './measure.ts'

/** The listeners of one emitter for one event. */
interface Ear {
  readonly place: Place
  readonly path: readonly string[]
  readonly event: string
  readonly series: Series
  lastOrdinal: number
  /** The newest listener that is the user's to see. */
  newest: WeakRef<Function> | undefined
  adds: 'on' | 'addEventListener'
}

interface Listeners {
  readonly event: string
  readonly count: number
  readonly newest: unknown
  readonly adds: Ear['adds']
}

const DEEPEST = 2
const MOST_EARS = 200

/** Listeners that are added at each invocation: to an emitter, a signal, or the process. */
export function judgeListeners(ruler: Ruler): VariableJudge {
  const ears = new WeakMap<object, Map<string, Ear>>()
  let heard: Ear[] = []

  function listen(place: Place, path: readonly string[], emitter: object, look: Look): void {
    for (const { event, count, newest, adds } of listenersOf(emitter)) {
      const ofEmitter = ears.get(emitter) ?? new Map<string, Ear>()
      ears.set(emitter, ofEmitter)
      const ear =
        ofEmitter.get(event) ??
        ({
          place,
          path,
          event,
          series: createSeries(),
          lastOrdinal: 0,
          newest: undefined,
          adds,
        } satisfies Ear)
      if (ofEmitter.size >= MOST_EARS || ear.lastOrdinal === look.ordinal) continue
      ofEmitter.set(event, ear)
      ear.lastOrdinal = look.ordinal
      ear.newest = typeof newest === 'function' ? new WeakRef(newest) : undefined
      ear.series.add({ ordinal: look.ordinal, size: count, root: look.root })
      heard.push(ear)
    }
  }

  function walk(place: Place, path: readonly string[], value: unknown, look: Look): void {
    if (!isHolder(value)) return
    listen(place, path, value, look)
    if (path.length >= DEEPEST || Array.isArray(value)) return
    for (const [name, member] of ruler.inside(value).members) walk(place, [...path, name], member, look)
  }

  return {
    begin: () => void (heard = []),
    variable: (place, name, value, look) => walk(place, [name], value, look),
    findings: (_look, tools) => heard.flatMap((ear) => judge(ear, tools)),
  }
}

function judge(ear: Ear, tools: Tools): Finding[] {
  const growth = ear.series.news()
  if (!growth) return []
  ear.series.told()
  const { place, path } = ear
  const emitter = tools.declare([{ place, path }])
  const viewer = ear.newest?.deref()
  // The listener stands where it is added, or nearer to it than the emitter does.
  const seen = viewer && { viewer: new WeakRef(viewer), level: 0, names: [], isGlobal: true }
  const added = seen && tools.declare([{ place: seen, path: [] }])
  const site = siteOf(ear, added) ?? siteOf(ear, emitter)
  // The process is no property that the code would look up.
  const name = (emitter?.name ?? 'unnamed').replace(/^globalThis\.process$/, 'process')
  const event = site ? `'${ear.event}'` : '*'
  return [
    growthFinding(
      {
        kind: 'listener',
        class: 'resource',
        severity: severityOf(growth.last.size, MANY_RESOURCES),
        name: `${name}.${ear.adds}(${event})`,
        location: site ?? added?.location ?? emitter?.location,
      },
      growth,
    ),
  ]
}

/** Where the code adds a listener for an event that it spells out. */
function siteOf({ event }: Ear, near: Declaration | undefined): string | undefined {
  if (!/^[\w.:-]{1,60}$/.test(event)) return undefined
  return near?.lineOf(
    new RegExp(
      `\\.(?:on|once|addListener|prependListener|addEventListener)\\(\\s*(['"\`])${escape(event)}\\1`,
    ),
  )
}

/** Read off the emitter's own fields: to ask it would run code of the user's. */
function listenersOf(emitter: object): Listeners[] {
  const events: unknown = Object.getOwnPropertyDescriptor(emitter, '_events')?.value
  if (isHolder(events)) {
    return Object.keys(events).map((event) => {
      const listeners: unknown = Reflect.get(events, event)
      const count = Array.isArray(listeners) ? listeners.length : 1
      return { event, count, newest: Array.isArray(listeners) ? listeners.at(-1) : listeners, adds: 'on' }
    })
  }
  const symbol = Object.getOwnPropertySymbols(emitter).find(({ description }) => description === 'kEvents')
  const types: unknown = symbol && Object.getOwnPropertyDescriptor(emitter, symbol)?.value
  if (!isMap(types)) return []
  const found: Listeners[] = []
  // It is a map of Node's own, without the methods that code could have replaced.
  Map.prototype.forEach.call(types, (list: unknown, event: unknown) => {
    const count: unknown = isHolder(list) ? Reflect.get(list, 'size') : undefined
    if (typeof event === 'string' && typeof count === 'number') {
      found.push({ event, count, newest: undefined, adds: 'addEventListener' })
    }
  })
  return found
}
