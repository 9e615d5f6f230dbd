import type { InvocationResult } from '@thermocline/lab'

/** Turns results into the few lines worth a person's attention. */
export interface LabNews {
  /** A line when this was the first of its kind, else `undefined`. */
  tell(result: InvocationResult): string | undefined
  /** What has happened since the lab began. */
  summary(): string
}

export function openLabNews(): LabNews {
  const told = new Set<string>()
  const containers = new Set<string>()
  let [invocations, cold, failed] = [0, 0, 0]

  return {
    tell(result) {
      invocations++
      containers.add(result.container)
      if (result.startKind === 'cold') cold++
      if (result.outcome !== 'ok') failed++
      const kind = `${result.functionName} ${result.startKind} ${endOf(result)}`
      if (told.has(kind)) return undefined
      told.add(kind)
      return line(result)
    },
    summary: () =>
      `${invocations} invocations in ${containers.size} containers, ${cold} cold, ${failed} failed`,
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
