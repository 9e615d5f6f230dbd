import type { LoggedEvent } from '@thermocline/lab'
import type { LogStream, StreamEvent } from '../../packages/lab/src/export/log-stream.ts'
import type { FunctionEntry } from '../../packages/lab/src/journal/entry.ts'
import type { SimulatedFunction } from '../../packages/lab/src/simulated/function.ts'
import type { TraceRequest } from '../../packages/lab/src/simulated/otlp.ts'
import { simulate } from '../../packages/lab/src/simulated/simulate.ts'
import type { Simulation } from '../../packages/lab/src/simulated/simulate.ts'
import { tellSimulation } from '../../packages/lab/src/simulated/tell.ts'

/** All that a simulated function left behind, and the truth about it. */
export interface Simulated {
  /** With the log stream of each container. */
  readonly journal: readonly FunctionEntry[]
  readonly streams: readonly LogStream[]
  readonly requests: readonly TraceRequest[]
}

export function simulated(fn: SimulatedFunction, simulation: Simulation): Simulated {
  const journal: FunctionEntry[] = []
  const events: LoggedEvent[] = []
  const requests: TraceRequest[] = []
  const telling = tellSimulation(fn, {
    onLog: (event) => void events.push(event),
    onSpans: (request) => void requests.push(request),
  })
  simulate(simulation, (entry) => void journal.push(telling.tell(entry)))
  telling.end()
  return { journal, requests, streams: streamsOf(events) }
}

/** Log events, sorted into their streams. */
export function streamsOf(events: readonly LoggedEvent[]): LogStream[] {
  const streams = new Map<string, LogStream & { readonly events: StreamEvent[] }>()
  for (const { logGroup, logStream, timestamp, message } of events) {
    const stream = streams.get(logStream) ?? { logGroup, logStream, events: [] }
    stream.events.push({ timestamp, message })
    streams.set(logStream, stream)
  }
  return [...streams.values()]
}
