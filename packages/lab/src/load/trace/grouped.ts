import type { TracedArrival, TraceFunction } from './trace.ts'

export interface NamedArrival {
  readonly name: string
  readonly arrival: TracedArrival
}

/** One function for each name, in the order they are met; the calls of each in order of time. */
export function byFunction(rows: readonly NamedArrival[]): TraceFunction[] {
  return [...Map.groupBy(rows, ({ name }) => name)].map(([name, group]) => ({
    name,
    arrivals: group.map(({ arrival }) => arrival).toSorted((a, b) => a.at - b.at),
  }))
}
