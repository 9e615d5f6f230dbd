import { ThermoclineError } from '@thermocline/wire'
import type { InvocationResult } from '../live/invocation.ts'

/** What came of all calls of a scenario. */
export interface Played {
  /** Calls that were due; each is in one of the figures below. */
  readonly arrivals: number
  /** Ended, by how they did. */
  readonly outcomes: Readonly<Record<InvocationResult['outcome'], number>>
  /** The function's policy had no place for them. */
  readonly throttled: number
  /** The lab could not run them. */
  readonly failed: number
  /** Never called, as this machine could not keep up: too late, or too many under way. */
  readonly leftOut: { readonly late: number; readonly full: number }
  /** Whether the signal ended it. */
  readonly cutShort: boolean
}

/** Counts what comes of the calls of a play, and passes it on. */
export interface Tally {
  arrived(): void
  leftOut(why: keyof Played['leftOut']): void
  onResult(result: InvocationResult): void
  onFailure(error: unknown): void
  told(cutShort: boolean): Played
}

export interface TallyListeners {
  readonly onResult?: (result: InvocationResult) => void
  /** An invocation the lab could not run, but for those it throttled. */
  readonly onFailure?: (error: unknown) => void
}

export function openTally({ onResult = () => {}, onFailure = () => {} }: TallyListeners): Tally {
  const outcomes = { ok: 0, error: 0, timeout: 0, crashed: 0 }
  const leftOut = { late: 0, full: 0 }
  let [arrivals, throttled, failed] = [0, 0, 0]
  return {
    arrived: () => void (arrivals += 1),
    leftOut: (why: keyof typeof leftOut) => void (leftOut[why] += 1),
    onResult(result: InvocationResult): void {
      outcomes[result.outcome] += 1
      onResult(result)
    },
    onFailure(error: unknown): void {
      if (error instanceof ThermoclineError && error.code === 'lab_throttled') return void (throttled += 1)
      failed += 1
      onFailure(error)
    },
    told: (cutShort: boolean): Played => ({ arrivals, outcomes, throttled, failed, leftOut, cutShort }),
  }
}
