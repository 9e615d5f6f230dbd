import type { Detector } from './detector.ts'
import { type ModuleVariablesFacts, watchModuleVariables } from './module-variables.ts'
import { type TimersFacts, watchTimers } from './timers.ts'

/** Every detector by name, in the order they look: the cheap ones first. */
export function allDetectors(facts: ModuleVariablesFacts & TimersFacts): ReadonlyMap<string, Detector> {
  return new Map([
    ['timer', watchTimers(facts)],
    ['module_variable', watchModuleVariables(facts)],
  ])
}
