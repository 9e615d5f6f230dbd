import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { badSetting, ThermoclineError } from '@thermocline/wire'
import { hint } from './hint.ts'
import { readScenario } from './read-scenario.ts'
import type { Scenario } from './scenario.ts'

/** Where the scenarios are that come with the lab. */
export const SCENARIOS_FOLDER: string = fileURLToPath(new URL('../../../scenarios', import.meta.url))

/** The names of the scenarios that come with the lab. */
export function shippedScenarios(): string[] {
  return readdirSync(SCENARIOS_FOLDER)
    .filter((file) => file.endsWith('.json') && file !== 'scenario.schema.json')
    .map((file) => basename(file, '.json'))
    .toSorted()
}

/**
 * The scenario of that name, or in the file of that path, which ends in `.json`. Throws `not_found` for a name that does
 * not ship, and what reading the file throws.
 */
export function openScenario(nameOrPath: string): Scenario {
  if (nameOrPath.endsWith('.json')) return openFile(resolve(nameOrPath))
  const shipped = shippedScenarios()
  if (shipped.includes(nameOrPath)) return openFile(join(SCENARIOS_FOLDER, `${nameOrPath}.json`))
  const message = `there is no scenario ${JSON.stringify(nameOrPath)}: ${hint(nameOrPath, shipped)}`
  throw new ThermoclineError('not_found', message)
}

function openFile(path: string): Scenario {
  return readScenario(readText(path), { name: basename(path, '.json'), folder: dirname(path) })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw badSetting('a scenario', 'a file that can be read', path)
  }
}
