import type { InvocationResult } from '../../live/invocation.ts'
import type { Lab } from '../../live/lab.ts'
import { seeded } from '../../random.ts'
import { openCaller } from '../caller.ts'
import { sampleEvent } from '../sample-events.ts'
import { arrivals } from './arrivals.ts'

export interface TrafficSettings {
  /** The same seed is the same traffic. Default 1. */
  readonly seed?: number
  readonly onResult?: (result: InvocationResult) => void
  /** An invocation the lab could not run at all. */
  readonly onFailure: (error: unknown) => void
}

export interface Traffic {
  /** No further invocation starts; resolves when those under way are over. */
  stop(): Promise<void>
}

const MOST_UNDER_WAY = 8
const MOST_BEHIND_MS = 1000

/** Calls the sample functions of this lab until it is stopped. */
export function startTraffic(lab: Pick<Lab, 'invoke'>, settings: TrafficSettings): Traffic {
  const { seed = 1, onResult = () => {}, onFailure } = settings
  // Two streams: an arrival that is left out must not change the events of the others.
  const [moments, contents] = [arrivals(seeded(seed)), seeded(seed + 1)]
  const caller = openCaller(lab, { mostUnderWay: MOST_UNDER_WAY, onResult, onFailure })

  let began = performance.now()
  let timer: NodeJS.Timeout | undefined

  function schedule(): void {
    const { at, functionName } = moments.next().value
    const wait = Math.max(0, began + at - performance.now())
    if (performance.now() > began + at + MOST_BEHIND_MS) began = performance.now() - at
    timer = setTimeout(() => {
      if (caller.hasRoom()) caller.call(functionName, sampleEvent(functionName, contents, Date.now()))
      schedule()
    }, wait)
  }

  schedule()
  return {
    async stop() {
      clearTimeout(timer)
      await caller.settled()
    },
  }
}
