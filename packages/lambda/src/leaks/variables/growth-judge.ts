import type { Look } from '../detector.ts'
import { type Finding, type Grown, growthFinding } from '../finding.ts'
import { createSeries, type Growth, type Series, severityOf } from '../growth.ts'
import { type Bounding, boundingOfClass } from './bounding.ts'
import type { Place } from './explore.ts'
import type { Declaration } from './declaration.ts'
import type { Name, VariableJudge } from './judge.ts'
import { isHolder, type Measured, type Ruler } from './measure.ts'

/** One array, map, set or object that is kept an eye on, under every name it is reached by. */
interface Kept {
  readonly series: Series
  lastOrdinal: number
  holder: WeakRef<object>
  owner: WeakRef<object> | undefined
}

/** What one variable led to at the last look, by path. */
type Reached = ReadonlyMap<string, Kept>

/** Few looks may all fall into the time in which a cache of forty is filled. */
const HURRIED_INVOCATIONS = 60
// Where the code takes entries out again, growth may be a cache that has not filled up yet.
const DOUBTFUL_INVOCATIONS = 1000
const DOUBTFUL_SIZE = 2500
/** Where it does, but by no rule of size or age, it should have happened by then. */
const LOOSE_INVOCATIONS = 50
/** Few caches are meant to be larger. */
const BEYOND_DOUBT_SIZE = 25_000

/** Where an emitter keeps its listeners: they have a judge of their own. */
const LISTENERS = '_events'

/** Variables that keep growing: arrays, maps, sets and objects used as maps. */
export function judgeGrowth(ruler: Ruler, places: () => readonly Place[]): VariableJudge {
  // Nothing here outlives what it is about: a variable's names are those of the last look, or each key that a map once
  // had would stay for ever.
  const byHolder = new WeakMap<object, Kept>()
  const byPlace = new WeakMap<Place, Map<string, Reached>>()

  function keptFor(measured: Measured, known: Kept | undefined, look: Look): Kept {
    const { holder, owner } = measured
    const kept = known ?? byHolder.get(holder) ?? newKept(measured, look)
    if (kept.holder.deref() !== holder) kept.holder = new WeakRef(holder)
    if (owner && kept.owner?.deref() !== owner) kept.owner = new WeakRef(owner)
    byHolder.set(holder, kept)
    return kept
  }

  function sampleVariable(name: string, value: unknown, before: Reached | undefined, look: Look): Reached {
    const reached = new Map<string, Kept>()
    for (const measured of ruler.measure([name], value)) {
      if (measured.path.includes(LISTENERS)) continue
      const path = measured.path.join('\0')
      const kept = keptFor(measured, before?.get(path), look)
      reached.set(path, kept)
      if (kept.lastOrdinal === look.ordinal) continue
      kept.lastOrdinal = look.ordinal
      kept.series.add({ ordinal: look.ordinal, size: measured.size, root: look.root })
    }
    return reached
  }

  return {
    variable(place, name, value, look) {
      const reached = byPlace.get(place) ?? new Map<string, Reached>()
      byPlace.set(place, reached)
      const found = sampleVariable(name, value, reached.get(name), look)
      if (found.size > 0) reached.set(name, found)
      else reached.delete(name)
    },
    findings(_look, tools) {
      const all = new Map<Kept, Name[]>()
      for (const place of places()) {
        for (const reached of byPlace.get(place)?.values() ?? []) {
          for (const [path, kept] of reached) {
            const names = all.get(kept) ?? []
            all.set(kept, names)
            names.push({ place, path: path.split('\0') })
          }
        }
      }
      return [...all].flatMap(([kept, names]) => {
        const growth = kept.series.news()
        return growth ? toFinding(kept, growth, tools.declare(names)) : []
      })
    },
  }
}

function newKept({ holder }: Measured, { hurried }: Look): Kept {
  const series = createSeries()
  if (hurried) series.doubt(HURRIED_INVOCATIONS, 0)
  return { series, lastOrdinal: 0, holder: new WeakRef(holder), owner: undefined }
}

function toFinding(kept: Kept, growth: Growth, declaration: Declaration | undefined): Finding[] {
  const size = growth.last.size
  const invocations = growth.last.ordinal - growth.first.ordinal + 1
  const bounding = declaration ? boundingOfKept(kept, declaration) : 'none'
  const doubtful = bounding === 'tight'
  if (bounding === 'loose' && invocations < LOOSE_INVOCATIONS) {
    kept.series.doubt(LOOSE_INVOCATIONS, 0)
    return []
  }
  if (doubtful && (size < DOUBTFUL_SIZE || invocations < DOUBTFUL_INVOCATIONS)) {
    kept.series.doubt(DOUBTFUL_INVOCATIONS, DOUBTFUL_SIZE)
    return []
  }
  kept.series.told()
  const grown: Grown = {
    kind: declaration?.kind ?? 'module_variable',
    class: 'growth',
    severity: doubtful && size < BEYOND_DOUBT_SIZE ? 'low' : severityOf(size),
    name: declaration?.name ?? 'unnamed',
    location: declaration?.location,
  }
  const confidence = doubtful ? Math.round(growth.confidence * 50) / 100 : growth.confidence
  return [growthFinding(grown, { ...growth, confidence })]
}

function boundingOfKept({ holder, owner }: Kept, { bounding, last }: Declaration): Bounding {
  const [self, within] = [holder.deref(), owner?.deref()]
  const prototype: unknown = self && Object.getPrototypeOf(self)
  const all = [
    bounding,
    within ? boundingOfClass(within, last) : 'none',
    ...(isHolder(prototype) ? ['this', 'super'].map((word) => boundingOfClass(prototype, word)) : []),
  ]
  return all.find((each) => each === 'tight') ?? all.find((each) => each === 'loose') ?? 'none'
}
