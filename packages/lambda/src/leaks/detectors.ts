import { type Detector, isTurnOf } from './detector.ts'
import { watchBackground } from './process/background.ts'
import { watchConnections } from './process/connections.ts'
import type { CodeFacts } from './process/culprit.ts'
import { watchDescriptors, watchTmp } from './process/files.ts'
import { type LoadedFacts, watchLazyInit } from './process/lazy-init.ts'
import { watchHandles } from './process/handles.ts'
import { watchHeap } from './process/heap.ts'
import { watchSurroundings } from './process/surroundings.ts'
import { watchTimers } from './process/timers.ts'
import { type ModuleVariablesFacts, watchModuleVariables } from './variables/module-variables.ts'

/** Every detector by name, in the order they look: first what costs next to nothing, then what finds most. */
export function allDetectors(
  facts: ModuleVariablesFacts & CodeFacts & LoadedFacts,
): ReadonlyMap<string, Detector> {
  // While others run, what an invocation leaves behind cannot be told from what they are at.
  if (facts.overlapping) {
    return new Map([
      ['module_variable', watchModuleVariables(facts)],
      ['heap_trend', watchHeap(facts)],
    ])
  }
  return new Map([
    ['lazy_init', watchLazyInit(facts)],
    ['timer', watchTimers(facts)],
    ['handle', watchHandles(facts)],
    ['background_work', watchBackground(facts)],
    ['connection_churn', watchConnections(facts)],
    ['module_variable', watchModuleVariables(facts)],
    ['surroundings', atOddLooks(watchSurroundings(facts))],
    ['file_descriptor', atOddLooks(watchDescriptors(facts))],
    ['tmp_file', atOddLooks(watchTmp(facts))],
    ['heap_trend', watchHeap(facts)],
  ])
}

// Globals are read at the even ones: each takes 0.2 ms.
function atOddLooks(detector: Detector): Detector {
  return { ...detector, look: (look) => (isTurnOf(look, 'odd') ? detector.look(look) : []) }
}
