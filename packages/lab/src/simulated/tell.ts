import { ThermoclineError, usToMs } from '@thermocline/wire'
import { streamEvents } from '../export/log-stream.ts'
import type { FunctionEntry, Opened } from '../journal/entry.ts'
import { logStreamName } from '../platform/log-stream-name.ts'
import type { LoggedEvent } from '../export/log-stream.ts'
import type { PlatformEvent } from '../platform/event.ts'
import type { ContainerNumber, Made } from '../schedule/decision.ts'
import { openSimulatedContainer } from './container.ts'
import type { Audience, SimulatedContainer } from './container.ts'
import type { SimulatedFunction } from './function.ts'
import { openIds } from './ids.ts'
import type { TraceRequest } from './otlp.ts'
import { openSpanBatches } from './span-batches.ts'

/** Whoever wants to hear what a simulated function leaves behind. */
export interface Listeners {
  /** Everything CloudWatch would have: in order within each log stream. */
  readonly onLog?: (event: LoggedEvent) => void
  /** What the SDK would post, of up to 500 spans; those of one invocation are never parted. */
  readonly onSpans?: (request: TraceRequest) => void
}

export interface Telling {
  /**
   * Takes the next line of the journal and gives it as the live lab would write it: with the log stream of a container
   * that is made. Throws `bad_argument` where the journal's beginning is missing.
   */
  tell(entry: FunctionEntry): FunctionEntry
  /** Hands on the spans that wait for others. */
  end(): void
}

/**
 * Turns the journal of one function into the logs and spans that its containers would leave behind. It remembers only
 * containers that are alive. Names and ids follow from the function and the journal's seed. What the function itself
 * writes is left out, but for the runtime's word on an error.
 */
export function tellSimulation(fn: SimulatedFunction, listeners: Listeners): Telling {
  const batches = openSpanBatches(MOST_SPANS, (request) => listeners.onSpans?.(request))
  const containers = new Map<ContainerNumber, SimulatedContainer>()
  let audience: Audience | null = null

  function open({ seed }: Opened): Audience {
    const ids = (what: string) => openIds(seed, `${fn.arn} ${what}`)
    const { onLog, onSpans } = listeners
    return {
      fn,
      names: ids('names'),
      log: onLog === undefined ? null : { ids: ids('log'), of: (logStream) => write(logStream, onLog) },
      spans: onSpans === undefined ? null : { ids: ids('spans'), add: (...spans) => batches.add(...spans) },
    }
  }

  function write(logStream: string, onLog: (event: LoggedEvent) => void) {
    const { logGroup, logFormat } = fn
    return (...events: PlatformEvent[]): void => {
      for (const event of streamEvents(events, logFormat)) onLog({ logGroup, logStream, ...event })
    }
  }

  function make(entry: Made & { readonly logStream?: string }): FunctionEntry {
    if (audience === null)
      throw new ThermoclineError(
        'bad_argument',
        `the journal of ${fn.name} must begin with "opened", got "made"`,
      )
    const { at, container, revision } = entry
    const id = audience.names.hex(32)
    const logStream = entry.logStream ?? logStreamName(revision.version, new Date(usToMs(at)), id)
    containers.set(container, openSimulatedContainer(entry, logStream, audience))
    return { ...entry, logStream }
  }

  function follow(entry: Exclude<FunctionEntry, Made>): void {
    switch (entry.kind) {
      case 'opened':
        audience = open(entry)
        return
      case 'ready':
        return containers.get(entry.container)?.ready(entry.at, entry.ok)
      case 'placed':
        return containers.get(entry.container)?.placed(entry.at, entry.requestId)
      case 'finished':
        return containers.get(entry.container)?.finished(entry.at, entry)
      case 'reset':
        return containers.get(entry.container)?.reset()
      case 'ended':
        return void containers.delete(entry.container)
      case 'arrived':
      case 'throttled':
      case 'thawed':
      case 'frozen':
      case 'lost':
      case 'changed':
      case 'stopped':
    }
  }

  return {
    tell(entry) {
      if (entry.kind === 'made') return make(entry)
      follow(entry)
      return entry
    },
    end: () => batches.flush(),
  }
}

const MOST_SPANS = 500
