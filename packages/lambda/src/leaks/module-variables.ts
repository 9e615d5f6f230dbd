import type { Handler } from '../handler.ts'
import { classTakesOut } from './bounding.ts'
import { declare, type Declaration } from './declaration.ts'
import type { Detector, Look } from './detector.ts'
import { createExplorer, type Explorer, isModuleWord, type Place } from './explore.ts'
import type { Finding } from './finding.ts'
import { createSeries, type Growth, type Series, severityOf } from './growth.ts'
import { createRuler, isHolder, type Measured } from './measure.ts'
import { openScopeReader, type Scope, type ScopeReader } from './scopes.ts'

/** One array, map, set or object that is kept an eye on, under every name it is reached by. */
interface Kept {
  readonly series: Series
  lastOrdinal: number
  holder: WeakRef<object>
  owner: WeakRef<object> | undefined
}

/** What one variable led to at the last look, by path. */
type Reached = ReadonlyMap<string, Kept>

/** A name that something is reached by. */
interface Name {
  readonly place: Place
  readonly path: readonly string[]
}

export interface ModuleVariablesFacts {
  /** Files that are surely the user's: where wrap was called. */
  readonly entryFiles: readonly string[]
  /** True for what belongs to this SDK. */
  readonly isOurs: (value: object) => boolean
  readonly taskRoot: string
}

// Where the code takes entries out again, growth may be a cache that has not filled up yet.
const DOUBTFUL_INVOCATIONS = 1000
const DOUBTFUL_SIZE = 2500
/** Few caches are meant to be larger. */
const BEYOND_DOUBT_SIZE = 25_000

/** Finds module variables that keep growing: arrays, maps, sets and objects used as maps, by name and file:line. */
export function watchModuleVariables(facts: ModuleVariablesFacts): Detector {
  const ruler = createRuler()
  // Nothing here outlives what it is about: a variable's names are those of the last look, or each key that a map once
  // had would stay for ever.
  const byHolder = new WeakMap<object, Kept>()
  const byPlace = new WeakMap<Place, Map<string, Reached>>()
  const explorers = new WeakMap<Handler, Explorer>()
  // Where the next look begins, so that a short time reaches every place in turn, and in it every variable.
  let turn = 0
  const turns = new WeakMap<Place, number>()

  function keptFor(measured: Measured, known: Kept | undefined): Kept {
    const { holder, owner } = measured
    const kept = known ?? byHolder.get(holder) ?? newKept(measured)
    if (kept.holder.deref() !== holder) kept.holder = new WeakRef(holder)
    if (owner && kept.owner?.deref() !== owner) kept.owner = new WeakRef(owner)
    byHolder.set(holder, kept)
    return kept
  }

  function sampleVariable(name: string, value: unknown, before: Reached | undefined, look: Look): Reached {
    const reached = new Map<string, Kept>()
    for (const measured of ruler.measure([name], value)) {
      const path = measured.path.join('\0')
      const kept = keptFor(measured, before?.get(path))
      reached.set(path, kept)
      if (kept.lastOrdinal === look.ordinal) continue
      kept.lastOrdinal = look.ordinal
      kept.series.add({ ordinal: look.ordinal, size: measured.size, root: look.root })
    }
    return reached
  }

  function sample(place: Place, { variables }: Scope, look: Look): void {
    const reached = byPlace.get(place) ?? new Map<string, Reached>()
    byPlace.set(place, reached)
    const names = Object.keys(variables).filter((name) => !isModuleWord(name))
    let next = turns.get(place) ?? 0
    for (let i = 0; i < names.length && !look.overdue(); i += 1) {
      const name = names[next++ % names.length] ?? ''
      const found = sampleVariable(name, variables[name], reached.get(name), look)
      if (found.size > 0) reached.set(name, found)
      else reached.delete(name)
    }
    turns.set(place, next % Math.max(1, names.length))
  }

  function readPlaces(reader: ScopeReader, places: readonly Place[], look: Look): void {
    for (let i = 0; i < places.length && !look.overdue(); i += 1) {
      const place = places[turn++ % places.length]
      const viewer = place?.viewer.deref()
      if (!place || !viewer) continue
      const scope = reader.scopes(viewer).find((candidate) => candidate.level === place.level)
      if (scope) sample(place, scope, look)
    }
  }

  function findings(reader: ScopeReader, places: readonly Place[]): Finding[] {
    const all = new Map<Kept, Name[]>()
    for (const place of places) {
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
      return growth ? toFinding(kept, growth, declarationOf(names, reader, facts)) : []
    })
  }

  return {
    begin: () => {},
    end: () => {},
    look(look) {
      // Loading and connecting the inspector cannot be cut into slices: 4-18 ms that a cold start need not pay as well.
      if (look.hurried && look.ordinal === 1) return []
      ruler.begin(look.hurried)
      const explorer = explorers.get(look.handler) ?? createExplorer(look.handler, ruler, facts.isOurs)
      explorers.set(look.handler, explorer)
      const reader = openScopeReader()
      try {
        const known = [...explorer.places]
        readPlaces(reader, known, look)
        explorer.explore(reader, () => look.overdue())
        readPlaces(reader, explorer.places.slice(known.length), look)
        return findings(reader, explorer.places)
      } finally {
        reader.close()
      }
    },
  }
}

function newKept({ holder }: Measured): Kept {
  return { series: createSeries(), lastOrdinal: 0, holder: new WeakRef(holder), owner: undefined }
}

function toFinding(kept: Kept, growth: Growth, declaration: Named | undefined): Finding[] {
  const size = growth.last.size
  const invocations = growth.last.ordinal - growth.first.ordinal + 1
  const doubtful = declaration !== undefined && isBounded(kept, declaration)
  if (doubtful && (size < DOUBTFUL_SIZE || invocations < DOUBTFUL_INVOCATIONS)) {
    kept.series.doubt(DOUBTFUL_INVOCATIONS, DOUBTFUL_SIZE)
    return []
  }
  kept.series.told()
  return [
    {
      kind: 'module_variable',
      class: 'growth',
      severity: doubtful && size < BEYOND_DOUBT_SIZE ? 'low' : severityOf(size),
      name: declaration?.name ?? 'unnamed',
      location: declaration?.location,
      confidence: doubtful ? Math.round(growth.confidence * 50) / 100 : growth.confidence,
      sizeFirst: growth.first.size,
      size,
      invocations,
      from: growth.first.root,
    },
  ]
}

/** A declaration, and the last of the names that led to it. */
type Named = Declaration & { readonly last: string }

function isBounded({ holder, owner }: Kept, { shrinks, last }: Named): boolean {
  const [self, within] = [holder.deref(), owner?.deref()]
  if (shrinks || (within && classTakesOut(within, last))) return true
  const prototype: unknown = self && Object.getPrototypeOf(self)
  return isHolder(prototype) && ['this', 'super'].some((word) => classTakesOut(prototype, word))
}

// A variable that is imported is reached by several names: the one whose file declares it is meant.
function declarationOf(
  names: readonly Name[],
  reader: ScopeReader,
  facts: ModuleVariablesFacts,
): Named | undefined {
  let fallback: Named | undefined
  for (const { place, path } of names) {
    const viewer = place.viewer.deref()
    const found = viewer && {
      ...declare({ path, at: reader.place(viewer), ...facts }),
      last: path.at(-1) ?? '',
    }
    if (found?.declared) return found
    fallback ??= found
  }
  return fallback
}
