import type { UnixUs } from '@thermocline/wire'
import type { ContainerNumber } from '../schedule/decision.ts'
import type { SimulatedArrival, SimulatedChange, Simulation } from '../simulated/simulate.ts'
import type { FunctionEntry } from '../journal/entry.ts'
import type { Run } from '../journal/read-runs.ts'
import { runTimes } from './run-times.ts'

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

/** All that happened to the function from outside. */
function changesOf(
  entries: readonly FunctionEntry[],
  inits: ReadonlyMap<ContainerNumber, InitTime>,
): SimulatedChange[] {
  return entries.flatMap((entry) => {
    const change = changeOf(entry)
    // What was lost in its init is the init's doing.
    const isInits = change?.kind === 'lost' && isEndOfInit(inits.get(change.container), entry.at)
    return change === null || isInits ? [] : [{ at: entry.at, change }]
  })
}

function changeOf(entry: FunctionEntry): SimulatedChange['change'] | null {
  if (entry.kind === 'changed') return entry.change
  if (entry.kind === 'stopped') return { kind: 'stop' }
  if (entry.kind === 'reset' || entry.kind === 'lost') return { kind: entry.kind, container: entry.container }
  return null
}

function isEndOfInit(init: InitTime | undefined, at: UnixUs): boolean {
  return init?.end === 'lost' && init.until === at
}
