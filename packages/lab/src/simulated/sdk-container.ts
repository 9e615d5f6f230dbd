import type { UnixUs } from '@thermocline/wire'
import type { Made } from '../schedule/decision.ts'
import type { SimulatedFunction } from './function.ts'
import type { Ids } from './ids.ts'
import { openSdkProcess } from './sdk-process.ts'
import type { InitTimes, Marker, Meeting, SdkProcess } from './sdk-process.ts'

/** The SDK in one container: in its processes, one after another, or in many threads at once. */
export interface SdkContainer {
  /** A new process has loaded the handler. */
  begin(init: InitTimes): void
  /** An invocation reaches the handler. */
  meet(at: UnixUs): Met
}

export interface Met {
  readonly process: SdkProcess
  readonly meeting: Meeting
}

export interface SdkContainerFacts {
  readonly fn: SimulatedFunction
  readonly ids: Ids
  readonly made: Made
  readonly logStream: string
}

export function openSdkContainer({ fn, ids, made, logStream }: SdkContainerFacts): SdkContainer {
  const { initType, revision } = made
  const facts = { fn, ids, container: logStream, revision, initType }
  const threads = threadsOf(fn, made)
  let marker: Marker | null = null
  let processes: readonly SdkProcess[] = []
  let met = 0

  return {
    begin(init) {
      // Left when the handler is wrapped, which is at the end of its module: an init that failed never came so far.
      const follows = marker !== null
      const found = (marker ??= { bornAt: init.from, begun: 0 })
      processes = threads.map((thread) => openSdkProcess({ ...facts, init, thread, follows, marker: found }))
    },
    meet(at) {
      // Each of the runtime's workers waits in line for its next event.
      const process = processes[met++ % processes.length]!
      return { process, meeting: process.meet(at) }
    },
  }
}

// Under Managed Instances the runtime has eight workers a core, and each of them loads the handler for itself.
const WORKERS_PER_CORE = 8
const MB_PER_CORE = 2048

function threadsOf({ memoryMb }: SimulatedFunction, { initType }: Made): readonly number[] {
  if (initType !== 'lambda-managed-instances') return MAIN_THREAD
  const workers = WORKERS_PER_CORE * Math.max(1, Math.floor(memoryMb / MB_PER_CORE))
  return Array.from({ length: workers }, (_, index) => index + 1)
}

const MAIN_THREAD = [0]
