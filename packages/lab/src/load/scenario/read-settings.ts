import { resolve } from 'node:path'
import { badPlace, fieldsOf, isObject, itemsOf } from './place.ts'
import type { Place } from './place.ts'
import type { Configured, FunctionSettings } from './scenario.ts'
import { oneOf, optional, text, truth, whole } from './values.ts'

type Readers = {
  readonly [K in keyof FunctionSettings]-?: (place: Place, folder: string) => NonNullable<FunctionSettings[K]>
}

// The ranges of a policy are checked where the policy is read; here only what would be misread there.
const READERS: Readers = {
  runtime: text,
  timeoutMs: whole(1, 900_000),
  initTimeoutMs: whole(1, 900_000),
  memoryMb: whole(128, 32_768),
  version: text,
  env: (place) => textsByName(place),
  layers: (place, folder) => itemsOf(place, 0).map((item) => resolve(folder, text(item))),
  logFormat: oneOf(['Text', 'JSON']),
  systemLogLevel: oneOf(['DEBUG', 'INFO', 'WARN']),
  applicationLogLevel: oneOf(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']),
  keepAliveMs: numeric,
  maxAgeMs: numeric,
  concurrencyLimit: numeric,
  scaleOut(place) {
    const { containers, withinMs } = fieldsOf(place, ['containers', 'withinMs'])
    return { containers: numeric(containers), withinMs: numeric(withinMs) }
  },
  pick: oneOf(['most_recent', 'least_recent']),
  waitingCaller: oneOf(['bound', 'first_free']),
  provisioned: numeric,
  proactive(place) {
    const { afterDeploy, withScaleOut } = fieldsOf(place, ['afterDeploy', 'withScaleOut'])
    return {
      afterDeploy: optional(afterDeploy, numeric, 0),
      withScaleOut: optional(withScaleOut, numeric, 0),
    }
  },
  freshShare: numeric,
  tenants: truth,
  managed(place) {
    const { containers, concurrency } = fieldsOf(place, ['containers', 'concurrency'])
    return { containers: optional(containers, numeric, 1), concurrency: numeric(concurrency) }
  },
}

/** The fields of a function beside its name, its code and its model. */
export const SETTINGS: readonly (keyof FunctionSettings)[] = Object.keys(
  READERS,
) as (keyof FunctionSettings)[]

/** The fields that may be changed of a running function. */
export const CONFIGURE_FIELDS: readonly (keyof Configured)[] = [
  'runtime',
  'timeoutMs',
  'initTimeoutMs',
  'memoryMb',
  'env',
  'layers',
  'logFormat',
  'systemLogLevel',
  'applicationLogLevel',
]

/** The settings among these places; layers are found from `folder`. Throws `bad_setting`. */
export function readSettings(
  fields: Readonly<Record<keyof FunctionSettings, Place>>,
  folder: string,
): FunctionSettings {
  return readGiven(SETTINGS, fields, folder)
}

/** What a running function gets instead; throws `bad_setting`. */
export function readConfigured(place: Place, folder: string): Configured {
  return readGiven(CONFIGURE_FIELDS, fieldsOf(place, CONFIGURE_FIELDS), folder)
}

function readGiven<K extends keyof FunctionSettings>(
  keys: readonly K[],
  fields: Readonly<Record<K, Place>>,
  folder: string,
): Pick<FunctionSettings, K> {
  const given = keys.filter((key) => fields[key].value !== undefined)
  const read = given.map((key) => [key, READERS[key](fields[key], folder)] as const)
  return Object.fromEntries(read) as Pick<FunctionSettings, K>
}

function numeric(place: Place): number {
  if (typeof place.value === 'number') return place.value
  throw badPlace(place, 'a number')
}

function textsByName(place: Place): Record<string, string> {
  const { value } = place
  if (isObject(value) && Object.values(value).every((item) => typeof item === 'string'))
    return value as Record<string, string>
  throw badPlace(place, 'an object of texts')
}
