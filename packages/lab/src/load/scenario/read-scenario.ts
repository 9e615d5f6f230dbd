import { ms, ThermoclineError } from '@thermocline/wire'
import { badPlace, fieldsOf, given, itemsOf } from './place.ts'
import type { Place } from './place.ts'
import { readChanges } from './read-changes.ts'
import { readScenarioFunction } from './read-function.ts'
import { readTraffic } from './read-traffic.ts'
import { DRIVERS } from './scenario.ts'
import type { Driver, Scenario, ScenarioFunction } from './scenario.ts'
import { number, oneOf, optional, text, whole } from './values.ts'

export const SCENARIO_FIELDS = [
  '$schema',
  'scenario',
  'about',
  'driver',
  'seed',
  'lastsMs',
  'speed',
  'functions',
  'traffic',
  'changes',
] as const

/** Where a scenario was found. */
export interface ScenarioSource {
  readonly name: string
  /** What relative paths in it are relative to. */
  readonly folder: string
}

/**
 * The scenario in a JSON text, with every trace it names. Throws `bad_setting` naming the place in the file, what was
 * wanted and what was met; for a trace `unknown_format` and `bad_log` too.
 */
export function readScenario(json: string, { name, folder }: ScenarioSource): Scenario {
  const fields = fieldsOf({ value: parse(json, name), path: '', owner: name }, SCENARIO_FIELDS)
  if (fields.scenario.value !== 1) throw badPlace(fields.scenario, '1, the version of the format')
  const driver = oneOf(DRIVERS)(fields.driver)
  const lasts = ms(whole(1, YEAR_MS)(fields.lastsMs))
  const functions = readFunctions(fields.functions, folder, driver)
  const stage = { folder, lasts, functions }
  return {
    name,
    about: text(fields.about),
    driver,
    seed: optional(fields.seed, whole(0, 2 ** 32 - 1), 1),
    lasts,
    speed: optional(fields.speed, number(0.01, 100_000), 1),
    functions,
    traffic: itemsOf(fields.traffic, 1).map((place) => readTraffic(place, stage)),
    changes: readChanges(given(fields.changes) ? itemsOf(fields.changes, 0) : [], stage),
  }
}

const YEAR_MS = 366 * 86_400_000

function parse(json: string, name: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ThermoclineError('bad_setting', `${name} must be JSON: ${reason}`)
  }
}

function readFunctions(place: Place, folder: string, driver: Driver): ScenarioFunction[] {
  const places = itemsOf(place, 1)
  const functions = places.map((item) => readScenarioFunction(item, folder, driver))
  const names = functions.map(({ name }) => name)
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index)
  if (twice >= 0)
    throw badPlace({ ...places[twice]!, value: names[twice] }, 'of another name than those before')
  return functions
}
