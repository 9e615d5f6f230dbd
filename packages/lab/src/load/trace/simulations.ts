import { readPolicy } from '../../settings/policy.ts'
import type { PolicyDescription } from '../../settings/policy.ts'
import type { NamedSimulation, SimulatedArrival } from '../../simulated/simulate.ts'
import { workUs } from './trace.ts'
import type { TraceFunction } from './trace.ts'

export interface TraceSimulationOptions {
  /** Of every function. */
  readonly policy: PolicyDescription
  /** Default: what cold calls of the trace took longer than warm ones, 0 where it does not tell. */
  readonly initMs?: number
  /** Of calls whose duration the trace does not tell. Default 100. */
  readonly durationMs?: number
}

/** What would have become of the calls of a trace under this policy. Throws `bad_setting` for a policy that is wrong. */
export function traceSimulations(
  trace: readonly TraceFunction[],
  options: TraceSimulationOptions,
): NamedSimulation[] {
  return trace.map((fn) => ({ name: fn.name, simulation: simulationOf(fn, options) }))
}

function simulationOf(fn: TraceFunction, options: TraceSimulationOptions): NamedSimulation['simulation'] {
  const { initMs, durationMs = 100 } = options
  const init = { us: initMs === undefined ? Math.round(fn.coldExtraUs ?? 0) : Math.round(initMs * 1000) }
  const durations = new Map<string, number>()

  function* arrivals(): Generator<SimulatedArrival> {
    let count = 0
    for (const arrival of fn.arrivals) {
      const requestId = `${fn.name}#${(count += 1)}`
      durations.set(requestId, workUs(arrival, fn) ?? durationMs * 1000)
      const { at, tenant } = arrival
      yield { at, requestId, ...(tenant === undefined ? {} : { tenant }) }
    }
  }

  return {
    policy: readPolicy(fn.name, options.policy),
    arrivals: { [Symbol.iterator]: arrivals },
    model: {
      init: () => init,
      run({ requestId }) {
        const us = durations.get(requestId) ?? 0
        durations.delete(requestId)
        return { us, outcome: 'ok', reset: false }
      },
    },
  }
}
