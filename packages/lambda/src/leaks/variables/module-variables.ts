import type { Handler } from '../../call/handler.ts'
import { type Detector, isTurnOf, type Look } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { openOwnCode } from '../code/own-names.ts'
import { type Declaration, declare } from './declaration.ts'
import { createCanaryReader } from './canaries.ts'
import { judgeBleed } from './bleed-judge.ts'
import { createExplorer, type Explorer, type Place } from './explore.ts'
import { judgeDerived } from './derived-judge.ts'
import { judgeDrift } from './drift-judge.ts'
import { judgeEntries } from './entry-judge.ts'
import { judgeGrowth } from './growth-judge.ts'
import { openGlobals } from './globals.ts'
import type { Name, Tools, VariableJudge } from './judge.ts'
import { createRuler } from './measure.ts'
import { judgeListeners } from './listener-judge.ts'
import { watchRequests } from './requests.ts'
import { judgeRetained } from './retained-judge.ts'
import { readPrivateFields } from './private-fields.ts'
import { judgeStale } from './stale-judge.ts'
import { judgeState } from './state-judge.ts'
import { judgeTexts } from './text-judge.ts'
import { openScopeReader, type Scope, scopeOf, type ScopeReader } from './scopes.ts'

export interface ModuleVariablesFacts {
  /** Files that are surely the user's: where wrap was called. */
  readonly entryFiles: readonly string[]
  /** True for what belongs to this SDK. */
  readonly isOurs: (value: object) => boolean
  readonly taskRoot: string
  readonly random: () => number
  readonly env: Readonly<Record<string, string | undefined>>
  /** Several invocations run at once, as under Managed Instances: then growth alone is sure. */
  readonly overlapping: boolean
}

/** Of the invocations between looks: what a variable holds for long is met again, and came with one of these. */
const PASSED_SHARE = 0.5

/** Shows every variable that the handler leads to, by name and file:line, to judges of what it holds. */
export function watchModuleVariables(facts: ModuleVariablesFacts): Detector {
  const ruler = createRuler()
  const own = openOwnCode(facts)
  const explorers = new WeakMap<Handler, Explorer>()
  const globals = openGlobals(facts.env)
  const globalPlaces = new WeakMap<Handler, Place>()
  let places: readonly Place[] = []
  const retained = judgeRetained(ruler)
  const requests = watchRequests(createCanaryReader(facts.random))
  const ofGrowth = [judgeGrowth(ruler, () => places), judgeTexts(ruler)]
  const ofOne = [
    judgeListeners(ruler),
    retained,
    judgeState(ruler),
    judgeDrift(ruler),
    judgeStale(ruler),
    judgeBleed(ruler, requests, retained),
    judgeDerived(ruler, requests),
    judgeEntries(ruler, requests),
  ]
  const judges: readonly VariableJudge[] = facts.overlapping ? ofGrowth : [...ofGrowth, ...ofOne]
  // Where the next look begins, so that a short time reaches every place in turn, and in it every variable.
  let turn = 0
  const flagged = new Set<string>()
  const turns = new WeakMap<Place, number>()

  function begin(look: Look): void {
    requests.begin(look)
    for (const judge of judges) judge.begin?.(look)
  }

  function sample(place: Place, scope: Scope, names: readonly string[], look: Look): void {
    let next = turns.get(place) ?? 0
    for (let i = 0; i < names.length && !look.overdue(); i += 1) {
      const name = names[next++ % names.length] ?? ''
      const value = scope.value(name)
      for (const judge of judges) judge.variable(place, name, value, look)
    }
    turns.set(place, next % Math.max(1, names.length))
  }

  function readPlaces(reader: ScopeReader, wanted: readonly Place[], look: Look): void {
    const scopesOf = new Map<Function, readonly Scope[]>()
    for (let i = 0; i < wanted.length && !look.overdue(); i += 1) {
      const place = wanted[turn++ % wanted.length]
      const viewer = place?.viewer.deref()
      if (!place || !viewer) continue
      const scopes = scopesOf.get(viewer) ?? reader.view(viewer).scopes()
      scopesOf.set(viewer, scopes)
      const scope = scopes.find(({ level }) => level === place.level)
      if (scope) sample(place, scope, place.names, look)
    }
  }

  // One key stands for both: a cache that is told later would take the place of the flag.
  function withoutFlagged(found: readonly Finding[]): readonly Finding[] {
    for (const finding of found) if (finding.class !== 'cache') flagged.add(nameOf(finding))
    return found.filter((finding) => finding.class !== 'cache' || !flagged.has(nameOf(finding)))
  }

  return {
    // Loading and connecting the inspector cannot be cut into slices: 4-18 ms.
    meet: begin,
    end(subject) {
      if (!facts.overlapping && facts.random() < PASSED_SHARE) requests.pass(subject)
    },
    look(look) {
      begin(look)
      const explorer = explorers.get(look.handler) ?? createExplorer(look.handler, ruler, facts.isOurs, own)
      explorers.set(look.handler, explorer)
      const everywhere = globalPlaces.get(look.handler) ?? {
        viewer: new WeakRef(look.handler),
        level: -1,
        names: [],
        isGlobal: true,
      }
      globalPlaces.set(look.handler, everywhere)
      const reader = openScopeReader()
      ruler.begin(look.hurried, readPrivateFields(reader, look.hurried))
      try {
        const known = [...explorer.places]
        if (isTurnOf(look, 'even')) {
          const outermost = scopeOf(-1, globals.variables())
          sample(everywhere, outermost, outermost.names(), look)
        }
        readPlaces(reader, known, look)
        if (isTurnOf(look, 'odd')) explorer.explore(reader, () => look.overdue())
        readPlaces(reader, explorer.places.slice(known.length), look)
        places = [everywhere, ...explorer.places]
        const tools: Tools = {
          declare: (names) => declarationOf(names, reader, facts),
          promiseState: (promise) => reader.promiseState(promise),
        }
        return withoutFlagged(judges.flatMap((judge) => judge.findings(look, tools)))
      } finally {
        ruler.end()
        reader.close()
      }
    },
  }
}

function nameOf({ name, location }: Finding): string {
  return `${name} ${location}`
}

// A variable that is imported is reached by several names: the one whose file declares it is meant.
function declarationOf(
  names: readonly Name[],
  reader: ScopeReader,
  facts: ModuleVariablesFacts,
): Declaration | undefined {
  let fallback: Declaration | undefined
  for (const { place, path } of names) {
    const viewer = place.viewer.deref()
    const found =
      viewer && declare({ path, isGlobal: place.isGlobal === true, at: reader.view(viewer).place, ...facts })
    if (found?.declared) return found
    fallback ??= found
  }
  return fallback
}
