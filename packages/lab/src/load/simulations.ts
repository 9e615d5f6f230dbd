import { badSetting, msToUs, unixMs, unixUs } from '@thermocline/wire'
import type { UnixMs, UnixUs } from '@thermocline/wire'
import type { NamedSimulation, SimulatedArrival, SimulatedChange, Simulation } from '../simulated/simulate.ts'
import { arrivalsOf } from './arrivals.ts'
import { modelOf } from './model.ts'
import type { Scenario, ScenarioChange, ScenarioFunction } from './scenario/scenario.ts'

/**
 * The functions of a scenario for the simulated Lambda, called as they would be live. `begin` is the moment the scenario
 * counts from, default the Unix epoch. Throws `bad_setting` for a function without a model.
 */
export function simulations(scenario: Scenario, begin: UnixMs = unixMs(0)): NamedSimulation[] {
  return scenario.functions.map((fn) => ({
    name: fn.name,
    simulation: simulationOf(scenario, fn, msToUs(begin)),
  }))
}

function simulationOf(scenario: Scenario, fn: ScenarioFunction, begin: UnixUs): Simulation {
  const { name, seed } = scenario
  if (fn.model === null) throw badSetting(`model of ${fn.name} in ${name}`, 'given to simulate it', undefined)
  const traced = new Map<string, number>()
  return {
    policy: fn.policy,
    version: fn.settings.version ?? '$LATEST',
    seed,
    begin,
    arrivals: { [Symbol.iterator]: () => simulatedArrivals(scenario, fn.name, { begin, traced }) },
    changes: scenario.changes
      .filter(({ functionName }) => functionName === fn.name)
      .map((change) => toSimulated(change, begin)),
    model: modelOf(fn, fn.model, { seed, tracedUs: (requestId) => taken(traced, requestId) }),
  }
}

interface Calls {
  readonly begin: UnixUs
  /** Kept from the arrival of a call until it runs. */
  readonly traced: Map<string, number>
}

function* simulatedArrivals(
  scenario: Scenario,
  name: string,
  { begin, traced }: Calls,
): Generator<SimulatedArrival> {
  for (const { atUs, requestId, tenant, durationUs } of arrivalsOf(scenario, name)) {
    if (durationUs !== null) traced.set(requestId, durationUs)
    yield { at: unixUs(begin + atUs), requestId, ...(tenant === null ? {} : { tenant }) }
  }
}

function taken(durations: Map<string, number>, requestId: string): number | null {
  const found = durations.get(requestId) ?? null
  durations.delete(requestId)
  return found
}

function toSimulated({ at, change }: ScenarioChange, begin: UnixUs): SimulatedChange {
  const moment = unixUs(begin + Math.round(at * 1000))
  switch (change.kind) {
    case 'deploy': {
      const { version } = change.update
      return { at: moment, change: { kind: 'deploy', ...(version === undefined ? {} : { version }) } }
    }
    case 'configure':
      return { at: moment, change: { kind: 'config' } }
    case 'provision':
      return { at: moment, change }
  }
}
