import type { InvocationResult } from '@thermocline/lab'
import type { FunctionTally } from './picture.ts'

/** Turns results into the few lines worth a person's attention. */
export interface LabNews {
  /** A line when this was the first of its kind, else `undefined`. */
  tell(result: InvocationResult): string | undefined
  /** A line whatever it was. */
  tellAll(result: InvocationResult): string
  tallyOf(functionName: string): FunctionTally
  /** What has happened since the lab began. */
  summary(): string
}

const NOTHING: FunctionTally = { invocations: 0, cold: 0, failed: 0 }

export function openLabNews(): LabNews {
  const told = new Set<string>()
  const containers = new Set<string>()
  const tallies = new Map<string, FunctionTally>()

  function count({ functionName, startKind, outcome, container }: InvocationResult): void {
    containers.add(container)
    const { invocations, cold, failed } = tallies.get(functionName) ?? NOTHING
    tallies.set(functionName, {
      invocations: invocations + 1,
      cold: cold + (startKind === 'cold' ? 1 : 0),
      failed: failed + (outcome === 'ok' ? 0 : 1),
    })
  }

  return {
    tell(result) {
      count(result)
      const kind = `${result.functionName} ${result.startKind} ${endOf(result)}`
      if (told.has(kind)) return undefined
      told.add(kind)
      return line(result)
    },
    tellAll(result) {
      count(result)
      return line(result)
    },
    tallyOf: (functionName) => tallies.get(functionName) ?? NOTHING,
    summary() {
      const all = [...tallies.values()]
      const sum = (key: keyof FunctionTally): number => all.reduce((total, tally) => total + tally[key], 0)
      return `${sum('invocations')} invocations in ${containers.size} containers, ${sum('cold')} cold, ${sum('failed')} failed`
    },
  }
}

function line(result: InvocationResult): string {
  const { functionName, startKind, container, initMs, durationMs } = result
  const init = initMs === null ? '' : `init ${Math.round(initMs)} ms, `
  const name = functionName.padEnd(14)
  const took = `${init}${Math.round(durationMs)} ms`
  return `${name} ${startKind.padEnd(7)} ${took} in container ${container.slice(-8)}${endOf(result)}`
}

/** Empty for one that went well: what fails must not read like what works. */
function endOf({ outcome, error }: InvocationResult): string {
  if (outcome === 'ok') return ''
  return error === null ? `, ${outcome}` : `, ${outcome}: ${error.errorType}`
}
