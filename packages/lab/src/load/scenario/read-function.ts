import { resolve } from 'node:path'
import type { Policy } from '../../settings/policy.ts'
import { SAMPLE_FUNCTIONS } from '../../samples.ts'
import { readBehaviour, readFunction } from '../../settings/function.ts'
import type { FunctionDescription } from '../../settings/function.ts'
import { badPlace, fieldsOf, given } from './place.ts'
import type { Place } from './place.ts'
import { readModel } from './read-model.ts'
import { readSettings, SETTINGS } from './read-settings.ts'
import type { Code, Driver, FunctionSettings, ScenarioFunction } from './scenario.ts'
import { oneOf, optional, text, within } from './values.ts'

type Field = 'name' | 'sample' | 'folder' | 'handler' | 'model' | keyof FunctionSettings
export const FUNCTION_FIELDS: readonly Field[] = ['name', 'sample', 'folder', 'handler', 'model', ...SETTINGS]

/** A function of a scenario, its folders found from `folder`; throws `bad_setting`. */
export function readScenarioFunction(place: Place, folder: string, driver: Driver): ScenarioFunction {
  const fields = fieldsOf(place, FUNCTION_FIELDS)
  const sample = optional(fields.sample, sampleOf, null)
  const name = sample === null || given(fields.name) ? functionName(fields.name) : sample.name
  const code = readCode(fields, folder, sample)
  const model = readModel(fields.model)
  const settings = { ...settingsOf(sample), ...readSettings(fields, folder) }
  if (driver === 'live' && code === null) throw badPlace(fields.folder, 'a folder where the driver is live')
  if (driver === 'simulated' && model === null)
    throw badPlace(fields.model, 'given where the driver is simulated')
  const policy = within(place, () => policyOf({ name, code, settings }))
  // Under Managed Instances a crash takes all with it that run there, which no share of one call can say.
  if (policy.managed !== null && model !== null && model.crashShare > 0)
    throw badPlace(fields.model, 'without a crashShare under Managed Instances')
  return { name, code, model, settings, policy }
}

/** What a lab is told to run; `null` where the function is only simulated. */
export function descriptionOf({ name, code, settings }: Described): FunctionDescription | null {
  return code === null ? null : { name, folder: code.folder, handler: code.handler, ...settings }
}

/** How the containers of such a function are scheduled; throws `bad_setting` for all a lab would refuse. */
export function policyOf(described: Described): Policy {
  const description = descriptionOf(described)
  if (description !== null) return readFunction(description, {}).policy
  return readBehaviour({ name: described.name, ...described.settings }, {}).policy
}

type Described = Pick<ScenarioFunction, 'name' | 'code' | 'settings'>

function sampleOf(place: Place): FunctionDescription {
  const wanted = oneOf(SAMPLE_FUNCTIONS.map(({ name }) => name))(place)
  return SAMPLE_FUNCTIONS.find(({ name }) => name === wanted)!
}

function functionName(place: Place): string {
  if (typeof place.value === 'string' && /^[\w-]{1,64}$/.test(place.value)) return place.value
  throw badPlace(place, '1 to 64 letters, digits, - or _')
}

function readCode(
  { folder: folderPlace, handler }: Readonly<Record<'folder' | 'handler', Place>>,
  folder: string,
  sample: FunctionDescription | null,
): Code | null {
  if (sample !== null) {
    const extra = [folderPlace, handler].find(given)
    if (extra !== undefined) throw badPlace(extra, 'left out where a sample is named')
    return { folder: sample.folder, handler: sample.handler, sample: sample.name }
  }
  if (!given(folderPlace) && !given(handler)) return null
  return { folder: resolve(folder, text(folderPlace)), handler: text(handler), sample: null }
}

function settingsOf(sample: FunctionDescription | null): FunctionSettings {
  if (sample === null) return {}
  const { name: _name, folder: _folder, handler: _handler, ...settings } = sample
  return settings
}
