import type { UnixUs } from '@thermocline/wire'
import type { ContainerNumber } from '../schedule/decision.ts'
import type { SimulatedArrival, SimulatedChange, Simulation } from '../simulated/simulate.ts'
import type { FunctionEntry } from './entry.ts'
import type { Run } from './read-runs.ts'
import { runTimes } from './replay-runs.ts'

/** A simulation to which happens what happened in this run, and in which everything takes as long. */
export function simulationOf(run: Run): Simulation {
  const { at, policy, version, seed } = run.opened
  const inits = initTimes(run.entries)
  const runs = runTimes(run.entries)
  return {
    policy,
    version,
    seed,
    begin: at,
    arrivals: run.entries.flatMap(arrivalOf),
    changes: changesOf(run.entries, inits),
    model: {
      // Of what was not written down nothing is known: it takes for ever, and the first difference tells.
      init: ({ container }) => inits.get(container) ?? { us: Infinity },
      run: ({ requestId }) => runs(requestId),
    },
  }
}

interface InitTime {
  readonly us: number
  readonly end: 'ok' | 'failed' | 'lost'
  readonly until: UnixUs
}

/** From when each container was made to when its init was over, or it was found to be of no use. */
function initTimes(entries: readonly FunctionEntry[]): Map<ContainerNumber, InitTime> {
  const madeAt = new Map<ContainerNumber, UnixUs>()
  const times = new Map<ContainerNumber, InitTime>()
  for (const entry of entries) {
    if (entry.kind === 'made') madeAt.set(entry.container, entry.at)
    if (entry.kind !== 'ready' && entry.kind !== 'lost') continue
    const from = madeAt.get(entry.container)
    if (from === undefined || times.has(entry.container)) continue
    const end = entry.kind === 'lost' ? 'lost' : entry.ok ? 'ok' : 'failed'
    times.set(entry.container, { us: entry.at - from, end, until: entry.at })
  }
  return times
}

function arrivalOf(entry: FunctionEntry): SimulatedArrival[] {
  if (entry.kind !== 'arrived') return []
  return [{ at: entry.at, requestId: entry.requestId, tenant: entry.tenant ?? undefined }]
}

/** All that happened to the function from outside. What was lost in its init is the init's doing. */
function changesOf(
  entries: readonly FunctionEntry[],
  inits: ReadonlyMap<ContainerNumber, InitTime>,
): SimulatedChange[] {
  return entries.flatMap((entry): SimulatedChange[] => {
    switch (entry.kind) {
      case 'changed':
        return [{ at: entry.at, change: entry.change }]
      case 'reset':
        return [{ at: entry.at, change: { kind: 'reset', container: entry.container } }]
      case 'lost': {
        const { container, at } = entry
        const init = inits.get(container)
        const inInit = init?.end === 'lost' && init.until === at
        return inInit ? [] : [{ at, change: { kind: 'lost', container } }]
      }
      case 'stopped':
        return [{ at: entry.at, change: { kind: 'stop' } }]
      default:
        return []
    }
  })
}
