import type { Model } from '../simulated/simulate.ts'
import type { FunctionEntry } from '../journal/entry.ts'

type RunTime = ReturnType<Model['run']>

/**
 * How long each invocation ran, asked for in the order they were placed: a request that came again ran again. One that
 * never ended takes for ever.
 */
export function runTimes(entries: readonly FunctionEntry[]): (requestId: string) => RunTime {
  const recorded = new Map<string, RunTime[]>()
  const open = new Map<string, { readonly at: number; readonly place: number }>()
  for (const entry of entries) {
    if (entry.kind === 'placed') {
      const times = recorded.get(entry.requestId) ?? []
      recorded.set(entry.requestId, times)
      open.set(keyOf(entry), { at: entry.at, place: times.push(NEVER) - 1 })
    }
    if (entry.kind !== 'finished') continue
    const { at, requestId, outcome, reset, initUs } = entry
    const init = initUs === undefined ? {} : { initUs }
    const begun = open.get(keyOf(entry))
    open.delete(keyOf(entry))
    if (begun !== undefined)
      recorded.get(requestId)![begun.place] = { us: at - begun.at, outcome, reset, ...init }
  }
  const asked = new Map<string, number>()
  return (requestId) => {
    const place = asked.get(requestId) ?? 0
    asked.set(requestId, place + 1)
    return recorded.get(requestId)?.[place] ?? NEVER
  }
}

const NEVER: RunTime = { us: Infinity, outcome: 'ok', reset: false }

function keyOf({ requestId, container }: { requestId: string; container: number }): string {
  return `${container} ${requestId}`
}
