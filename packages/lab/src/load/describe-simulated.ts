import { ThermoclineError } from '@thermocline/wire'
import { readBehaviour } from '../settings/function.ts'
import type { FunctionBehaviour } from '../settings/function.ts'
import type { Scenario } from './scenario/scenario.ts'

/** What logs and spans tell of a function of a scenario; throws `not_found` for one it does not have. */
export function describeSimulated(scenario: Scenario, name: string): FunctionBehaviour {
  const fn = scenario.functions.find((one) => one.name === name)
  if (fn !== undefined) return readBehaviour({ name, ...fn.settings }, {})
  throw new ThermoclineError('not_found', `${scenario.name} has no function ${name}`)
}
