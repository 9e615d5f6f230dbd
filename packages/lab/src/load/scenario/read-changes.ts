import { resolve } from 'node:path'
import { ms } from '@thermocline/wire'
import { badPlace, fieldsOf, given } from './place.ts'
import type { Place } from './place.ts'
import { policyOf } from './read-function.ts'
import { readConfigured } from './read-settings.ts'
import { functionNamed } from './read-traffic.ts'
import type { Stage } from './read-traffic.ts'
import type { Deployed, ScenarioChange, ScenarioFunction } from './scenario.ts'
import { number, optional, text, whole, within } from './values.ts'

export const CHANGE_FIELDS = ['atMs', 'function', 'deploy', 'configure', 'provision'] as const
export const DEPLOY_FIELDS = ['folder', 'handler', 'version'] as const

/** What is changed while the traffic runs, in order of time, each tried on the function as it will be then. */
export function readChanges(places: readonly Place[], stage: Stage): ScenarioChange[] {
  const read = places.map((place) => ({ place, change: readChange(place, stage) }))
  const inOrder = read.toSorted((a, b) => a.change.at - b.change.at)
  const states = new Map(stage.functions.map((fn) => [fn.name, fn]))
  for (const { place, change } of inOrder) {
    const changed = within(place, () => changedBy(states.get(change.functionName)!, change))
    states.set(changed.name, changed)
  }
  return inOrder.map(({ change }) => change)
}

function readChange(place: Place, { folder, lasts, functions }: Stage): ScenarioChange {
  const fields = fieldsOf(place, CHANGE_FIELDS)
  return {
    at: ms(number(0, lasts)(fields.atMs)),
    functionName: functionNamed(fields.function, functions).name,
    change: readKind(place, fields, folder),
  }
}

function readKind(
  place: Place,
  fields: Readonly<Record<'deploy' | 'configure' | 'provision', Place>>,
  folder: string,
): ScenarioChange['change'] {
  const { deploy, configure, provision } = fields
  if ([deploy, configure, provision].filter(given).length !== 1)
    throw badPlace(place, 'one of deploy, configure and provision')
  if (given(deploy)) return { kind: 'deploy', update: readDeployed(deploy, folder) }
  if (given(configure)) return { kind: 'configure', update: readConfigured(configure, folder) }
  return { kind: 'provision', containers: whole(0, 10_000)(provision) }
}

function readDeployed(place: Place, base: string): Deployed {
  const { folder, handler, version } = fieldsOf(place, DEPLOY_FIELDS)
  return {
    ...optional(folder, (at) => ({ folder: resolve(base, text(at)) }), {}),
    ...optional(handler, (at) => ({ handler: text(at) }), {}),
    ...optional(version, (at) => ({ version: text(at) }), {}),
  }
}

/** The function afterwards; throws `bad_setting` where the lab would. */
function changedBy(fn: ScenarioFunction, { change }: ScenarioChange): ScenarioFunction {
  if (change.kind === 'provision') {
    checked({ ...fn, settings: { ...fn.settings, provisioned: change.containers } })
    return fn
  }
  if (change.kind === 'configure') return checked({ ...fn, settings: { ...fn.settings, ...change.update } })
  const { version, ...files } = change.update
  const code = fn.code === null ? null : { ...fn.code, ...files }
  return checked({ ...fn, code, settings: { ...fn.settings, ...(version === undefined ? {} : { version }) } })
}

function checked(fn: ScenarioFunction): ScenarioFunction {
  policyOf(fn)
  return fn
}
