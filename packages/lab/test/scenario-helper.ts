import { readScenario } from '../src/load/scenario/read-scenario.ts'
import type { Scenario } from '../src/load/scenario/scenario.ts'

/** Fields of a scenario file. */
export type Fields = Readonly<Record<string, unknown>>

/** A model of round numbers. */
export const MODEL: Fields = { initMs: 200, durationMs: 50 }

/** The text of a scenario of one simulated function, `orders`, called once a second for a minute, but for what is given. */
export function scenarioJson(more: Fields = {}): string {
  return JSON.stringify({
    scenario: 1,
    about: 'a test',
    driver: 'simulated',
    lastsMs: 60_000,
    functions: [{ name: 'orders', model: MODEL }],
    traffic: [{ function: 'orders', pattern: 'steady', everyMs: 1000 }],
    ...more,
  })
}

/** That scenario, read as if it lay in the folder of this file. */
export function scenario(more: Fields = {}): Scenario {
  return readScenario(scenarioJson(more), { name: 'test', folder: import.meta.dirname })
}
