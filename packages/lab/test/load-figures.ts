import type { FunctionEntry } from '../src/journal/entry.ts'
import type { NamedSimulation } from '../src/simulated/simulate.ts'
import { simulate } from '../src/simulated/simulate.ts'

/** What became of one function's calls, out of its journal. */
export interface Outcome {
  readonly name: string
  readonly invocations: number
  readonly cold: number
  readonly causes: Readonly<Record<string, number>>
  /** Invocations of each container. */
  readonly perContainer: readonly number[]
  readonly peakConcurrency: number
}

/** Plays one function on the virtual clock and counts its journal. */
export function outcomeOf({ name, simulation }: NamedSimulation): Outcome {
  const causes: Record<string, number> = {}
  const perContainer = new Map<number, number>()
  let [invocations, cold, underWay, peakConcurrency] = [0, 0, 0, 0]

  function count(entry: FunctionEntry): void {
    if (entry.kind === 'made') {
      causes[entry.cause] = (causes[entry.cause] ?? 0) + 1
    } else if (entry.kind === 'placed') {
      invocations += 1
      if (entry.start === 'cold') cold += 1
      perContainer.set(entry.container, (perContainer.get(entry.container) ?? 0) + 1)
      underWay += 1
      peakConcurrency = Math.max(peakConcurrency, underWay)
    } else if (entry.kind === 'finished') {
      underWay -= 1
    }
  }

  simulate(simulation, count)
  return { name, invocations, cold, causes, perContainer: [...perContainer.values()], peakConcurrency }
}
