import { ms } from '@thermocline/wire'
import type { Ms } from '@thermocline/wire'
import { isTenantId, TENANT_ID } from '../../settings/tenant.ts'
import { badPlace, fieldsOf, given, isObject, itemsOf } from './place.ts'
import type { Place } from './place.ts'
import { PATTERN_FIELDS, PATTERNS, readPattern } from './read-pattern.ts'
import type { PatternPlaces } from './read-pattern.ts'
import type { EventChoice, Pattern, ScenarioFunction, Traffic } from './scenario.ts'
import { number, oneOf, optional, text } from './values.ts'

export const TRAFFIC_FIELDS = ['function', 'pattern', 'tenants', 'event'] as const
type TrafficField = (typeof TRAFFIC_FIELDS)[number]

/** What the traffic of a scenario is about. */
export interface Stage {
  readonly folder: string
  readonly lasts: Ms
  readonly functions: readonly ScenarioFunction[]
}

/** Who calls a function when; throws `bad_setting`, and for a trace `unknown_format` and `bad_log`. */
export function readTraffic(place: Place, { folder, lasts, functions }: Stage): Traffic {
  const kind = kindOf(place)
  // Of the patterns' fields only those of this one are there, and only those are asked for.
  const fields: PatternPlaces & Readonly<Record<TrafficField, Place>> = fieldsOf(place, [
    ...TRAFFIC_FIELDS,
    ...PATTERN_FIELDS[kind],
  ])
  const fn = functionNamed(fields.function, functions)
  const [from, until] = kind === 'at' ? [0, lasts] : readSpan(fields, lasts)
  const pattern = readPattern(kind, fields, { folder, lastsMs: lasts })
  return {
    functionName: fn.name,
    tenants: readTenants(fields.tenants, fn, pattern),
    from: ms(from),
    until: ms(until),
    pattern,
    event: readEvent(fields.event, fn, kind),
  }
}

/** The function a traffic or a change names; throws `bad_setting`. */
export function functionNamed(place: Place, functions: readonly ScenarioFunction[]): ScenarioFunction {
  const fn = functions.find(({ name }) => name === place.value)
  if (fn !== undefined) return fn
  const names = functions.map(({ name }) => name).join(', ')
  throw badPlace(place, `a function of the scenario (${names})`)
}

function readSpan({ fromMs, untilMs }: PatternPlaces, lasts: Ms): [number, number] {
  const from = optional(fromMs, number(0, lasts), 0)
  return [from, optional(untilMs, number(from, lasts), lasts)]
}

function kindOf(place: Place): Pattern['kind'] {
  const { value, owner, path } = place
  if (!isObject(value)) throw badPlace(place, 'an object')
  return oneOf(PATTERNS)({ value: value['pattern'], path: `${path}.pattern`, owner })
}

function readTenants(place: Place, { policy }: ScenarioFunction, pattern: Pattern): readonly string[] {
  const named = given(place) ? itemsOf(place, 1).map(tenantId) : []
  if (!policy.tenants && named.length > 0) throw badPlace(place, 'left out where the function has no tenants')
  const traced = pattern.kind === 'trace' && pattern.arrivals.every(({ tenant }) => tenant !== null)
  if (policy.tenants && named.length === 0 && !traced)
    throw badPlace(place, 'a list of names where the function serves tenants')
  return named
}

function tenantId(place: Place): string {
  const name = text(place)
  if (isTenantId(name)) return name
  throw badPlace(place, TENANT_ID)
}

function readEvent(place: Place, { code }: ScenarioFunction, kind: Pattern['kind']): EventChoice {
  const sample = code?.sample ?? null
  if (!given(place)) {
    if (sample !== null) return { kind: 'sample', sample }
    return kind === 'trace' ? { kind: 'duration' } : { kind: 'one_of', events: [{}] }
  }
  const { value } = place
  if (value === 'sample') {
    if (sample !== null) return { kind: 'sample', sample }
    throw badPlace(place, 'a value, or a list of them, where the function is no sample')
  }
  if (!Array.isArray(value)) return { kind: 'one_of', events: [value] }
  const [first, ...others] = itemsOf(place, 1).map((item) => item.value)
  return { kind: 'one_of', events: [first, ...others] }
}
