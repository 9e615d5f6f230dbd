import { pick } from '../random.ts'
import type { Random } from '../random.ts'
import type { Arrival } from './arrivals.ts'
import { sampleEvent } from './sample-events.ts'
import type { Scenario } from './scenario/scenario.ts'
import { streamOf } from './streams.ts'

/** The event that a call brings along. */
export interface ScenarioEvents {
  /** To be asked once for each arrival, in order: then it is the same in every play but for what tells the time. */
  of(arrival: Arrival, nowMs: number): unknown
}

/** `speed`: what a trace tells of durations is shortened as much. */
export function openEvents({ traffic, seed }: Scenario, speed: number): ScenarioEvents {
  const streams: readonly Random[] = traffic.map((_, index) => streamOf(seed, `events/${index}`))
  return {
    of({ traffic: index, durationUs }, nowMs) {
      const { event } = traffic[index]!
      switch (event.kind) {
        case 'sample':
          return sampleEvent(event.sample, streams[index]!, nowMs)
        case 'one_of':
          return pick(streams[index]!, event.events)
        case 'duration':
          return durationUs === null ? {} : { durationMs: durationUs / 1000 / speed }
      }
    },
  }
}
