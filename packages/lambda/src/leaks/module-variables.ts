import type { Handler } from '../handler.ts'
import { declare, type Declaration } from './declaration.ts'
import type { Detector, Look } from './detector.ts'
import { createExplorer, type Explorer, isModuleWord, type Place } from './explore.ts'
import type { Finding } from './finding.ts'
import { createSeries, type Growth, type Series, severityOf } from './growth.ts'
import { measure, type Measured } from './measure.ts'
import { openScopeReader, type Scope, type ScopeReader } from './scopes.ts'

/** One array, map, set or object that is kept an eye on, under every name it is reached by. */
interface Kept {
  readonly series: Series
  readonly names: { readonly place: Place; readonly path: readonly string[] }[]
  lastOrdinal: number
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
const DOUBTFUL_SIZE = 1000

/** Finds module variables that keep growing: arrays, maps, sets and objects used as maps, by name and file:line. */
export function watchModuleVariables(facts: ModuleVariablesFacts): Detector {
  const lastSizes = new WeakMap<object, number>()
  const byHolder = new WeakMap<object, Kept>()
  const byPlace = new Map<Place, Map<string, Kept>>()
  const all = new Set<Kept>()
  let explorer: Explorer | undefined
  let handler: Handler | undefined
  // Where the next look begins, so that a short time reaches every place in turn.
  let turn = 0

  function keptFor(place: Place, measured: Measured): Kept {
    const names = byPlace.get(place) ?? new Map<string, Kept>()
    byPlace.set(place, names)
    const name = measured.path.join('\0')
    const known = names.get(name) ?? byHolder.get(measured.holder)
    const kept = known ?? { series: createSeries(), names: [], lastOrdinal: 0 }
    if (!names.has(name)) kept.names.push({ place, path: measured.path })
    names.set(name, kept)
    all.add(kept)
    byHolder.set(measured.holder, kept)
    return kept
  }

  function sample(place: Place, scope: Scope, look: Look): void {
    for (const [name, value] of Object.entries(scope.variables)) {
      if (isModuleWord(name)) continue
      for (const measured of measure(name, value, lastSizes)) {
        const kept = keptFor(place, measured)
        if (kept.lastOrdinal === look.ordinal) continue
        kept.lastOrdinal = look.ordinal
        kept.series.add({ ordinal: look.ordinal, size: measured.size, root: look.root })
      }
    }
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

  function findings(reader: ScopeReader): Finding[] {
    return [...all].flatMap((kept) => {
      const growth = kept.series.news()
      return growth ? toFinding(kept, growth, reader, facts) : []
    })
  }

  return {
    begin: () => {},
    end: () => {},
    look(look) {
      // Loading and connecting the inspector cannot be cut into slices: 4-18 ms that a cold start need not pay as well.
      if (look.hurried && look.ordinal === 1) return []
      if (handler !== look.handler) {
        handler = look.handler
        explorer = createExplorer(look.handler, facts.isOurs)
      }
      const reader = openScopeReader()
      try {
        const known = [...(explorer?.places ?? [])]
        readPlaces(reader, known, look)
        explorer?.explore(reader, () => look.overdue())
        readPlaces(reader, (explorer?.places ?? []).slice(known.length), look)
        return findings(reader)
      } finally {
        reader.close()
      }
    },
  }
}

function toFinding(kept: Kept, growth: Growth, reader: ScopeReader, facts: ModuleVariablesFacts): Finding[] {
  const declaration = declarationOf(kept, reader, facts)
  const size = growth.last.size
  if (declaration?.shrinks && size < DOUBTFUL_SIZE) {
    kept.series.doubt(DOUBTFUL_INVOCATIONS, DOUBTFUL_SIZE)
    return []
  }
  kept.series.told()
  return [
    {
      kind: 'module_variable',
      class: 'growth',
      severity: severityOf(size),
      name: declaration?.name ?? 'unnamed',
      location: declaration?.location,
      confidence: growth.confidence,
      sizeFirst: growth.first.size,
      size,
      invocations: growth.last.ordinal - growth.first.ordinal + 1,
      from: growth.first.root,
    },
  ]
}

// A variable that is imported is reached by several names: the one whose file declares it is meant.
function declarationOf(
  kept: Kept,
  reader: ScopeReader,
  facts: ModuleVariablesFacts,
): Declaration | undefined {
  let fallback: Declaration | undefined
  for (const { place, path } of kept.names) {
    const viewer = place.viewer.deref()
    const found = viewer && declare({ path, viewer, at: reader.place(viewer), ...facts })
    if (found?.declared) return found
    fallback ??= found
  }
  return fallback
}
