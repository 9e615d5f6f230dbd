import type { UnixUs } from '@thermocline/wire'

/** One recorded call: when it came, and how long it ran. */
export interface TracedArrival {
  readonly at: UnixUs
  /** `null` where the trace does not tell. */
  readonly durationUs: number | null
  /** Present where the trace tells whose call it was. */
  readonly tenant?: string
  /** Present where the trace tells whether the call met a container of its own. */
  readonly cold?: boolean
  /** The container the trace saw it in. */
  readonly container?: string
}

/** One function's recorded calls, in order of time. Moments count from the begin of the trace, or from 1970. */
export interface TraceFunction {
  readonly name: string
  /** What called it, in the words of the trace. */
  readonly trigger?: string
  readonly arrivals: Iterable<TracedArrival>
  /** What a cold call of the trace took longer than a warm one: cold durations have it in them. */
  readonly coldExtraUs?: number
}

/** One file of a trace. */
export interface TraceFile {
  /** For messages. */
  readonly name: string
  readonly text: string
}

/** How long the handler of a recorded call worked once its init was over; `null` where the trace does not tell. */
export function workUs(
  { durationUs, cold }: TracedArrival,
  { coldExtraUs = 0 }: TraceFunction,
): number | null {
  if (durationUs === null || cold !== true) return durationUs
  return Math.max(1, durationUs - coldExtraUs)
}
