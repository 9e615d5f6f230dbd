import type { FunctionDescription, LoggedEvent } from '@thermocline/lab'
import { seeded } from '@thermocline/testkit/random'
import { unixUs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { LogStream, StreamEvent } from '../../packages/lab/src/export/log-stream.ts'
import type { FunctionEntry } from '../../packages/lab/src/journal/entry.ts'
import type { Policy } from '../../packages/lab/src/settings/policy.ts'
import { readBehaviour } from '../../packages/lab/src/settings/function.ts'
import type { FunctionBehaviour } from '../../packages/lab/src/settings/function.ts'
import type { SimulatedFunction } from '../../packages/lab/src/simulated/function.ts'
import type { TraceRequest } from '../../packages/lab/src/simulated/otlp.ts'
import { simulate } from '../../packages/lab/src/simulated/simulate.ts'
import type { SimulatedArrival, Simulation } from '../../packages/lab/src/simulated/simulate.ts'
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

/** A function as the tests of simulated days have it. */
export function describeDays(
  more: Omit<FunctionDescription, 'name' | 'folder' | 'handler'>,
): FunctionBehaviour {
  return readBehaviour({ name: 'orders', version: '1', timeoutMs: 10_000, ...more }, {})
}

export interface Days {
  readonly policy: Policy
  readonly seed: number
  readonly days: number
  /** Mean time between two calls, of which half come in bursts. */
  readonly everyS: number
  readonly changes?: NonNullable<Simulation['changes']>
  /** Of all invocations. Default none. */
  readonly timeoutShare?: number
  readonly crashShare?: number
}

export const DAYS_BEGIN: UnixUs = unixUs(Date.UTC(2026, 10, 2) * 1000)

/** Days of one function's traffic; inits take a twentieth of a second, invocations up to four. */
export function simulateDays({
  seed,
  days,
  everyS,
  timeoutShare = 0,
  crashShare = 0,
  ...rest
}: Days): Simulation {
  const random = seeded(seed)
  const until = DAYS_BEGIN + days * DAY_US
  return {
    version: '1',
    seed,
    begin: DAYS_BEGIN,
    arrivals: traffic(random, everyS * 1e6, until),
    model: {
      init: () => ({ us: 40_000 + Math.floor(random() * 20_000) }),
      run() {
        const [end, us] = [random(), 100_000 + Math.floor(random() * 4e6)]
        if (end < timeoutShare) return { us: 10_000_000, outcome: 'timeout', reset: true }
        if (end < timeoutShare + crashShare) return { us, outcome: 'crashed', reset: true }
        return { us, outcome: end > 0.99 ? 'error' : 'ok', reset: false }
      },
    },
    ...rest,
  }
}

const DAY_US = 86_400_000_000

function* traffic(random: () => number, everyUs: number, until: number): Generator<SimulatedArrival> {
  // A minute after the function begins, so that capacity that is kept ready is ready.
  let at = DAYS_BEGIN + 60_000_000
  for (let serial = 0; ; serial++) {
    at += Math.round(-Math.log(1 - random()) * everyUs * (random() < 0.5 ? 0.02 : 1.98))
    if (at >= until) return
    yield { at: unixUs(at), requestId: `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}` }
  }
}
