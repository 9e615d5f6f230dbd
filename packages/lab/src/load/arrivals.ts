import { pick } from '../random.ts'
import { momentsOf } from './moments.ts'
import type { Moment } from './moments.ts'
import { merged } from './merged.ts'
import { openRequestIds } from './request-ids.ts'
import type { Scenario, Traffic } from './scenario/scenario.ts'
import { streamOf } from './streams.ts'

/** One call of a scenario. */
export interface Arrival {
  /** Whole microseconds since the begin. */
  readonly atUs: number
  readonly functionName: string
  /** The same in every play. */
  readonly requestId: string
  /** `null` where the function serves all alike. */
  readonly tenant: string | null
  /** How long a trace says that the handler worked; `null` where it is for the function to say. */
  readonly durationUs: number | null
  /** The traffic it belongs to, by its index. */
  readonly traffic: number
}

/**
 * All calls of a scenario, or of one function in it, in order of time: the same for the same seed, whatever plays them,
 * and whatever other functions do.
 */
export function* arrivalsOf(scenario: Scenario, functionName?: string): Generator<Arrival> {
  const sources = scenario.traffic
    .map((traffic, index) => ({ traffic, index }))
    .filter(({ traffic }) => functionName === undefined || traffic.functionName === functionName)
    .map(({ traffic, index }) => callsOf(scenario, traffic, index))
  const ids = new Map(scenario.functions.map(({ name }) => [name, openRequestIds(scenario.seed, name)]))
  for (const call of merged(sources, ({ atUs }) => atUs))
    yield { ...call, requestId: ids.get(call.functionName)!() }
}

type Call = Omit<Arrival, 'requestId'>

function* callsOf({ seed, functions }: Scenario, traffic: Traffic, index: number): Generator<Call> {
  const { functionName, pattern, from, until } = traffic
  const tenants = tenantsOf(traffic, seed, index)
  const apart = functions.some(({ name, policy }) => name === functionName && policy.tenants)
  for (const moment of momentsOf(pattern, from, streamOf(seed, `moments/${index}`))) {
    const atUs = Math.round(moment.atMs * 1000)
    if (atUs >= until * 1000) return
    const tenant = apart ? tenants(moment) : null
    yield { atUs, functionName, tenant, durationUs: moment.durationUs, traffic: index }
  }
}

function tenantsOf({ tenants }: Traffic, seed: number, index: number): (moment: Moment) => string | null {
  const [first, ...others] = tenants
  if (first === undefined) return ({ tenant }) => tenant
  const random = streamOf(seed, `tenants/${index}`)
  return () => pick(random, [first, ...others])
}
