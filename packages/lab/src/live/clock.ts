import { unixMs, unixUs } from '@thermocline/wire'
import type { UnixMs, UnixUs } from '@thermocline/wire'

/** The lab's time. It begins with the machine's and never goes back, whatever becomes of that. */
export interface Clock {
  /** For decisions. */
  nowUs(): UnixUs
  /** For what is told. */
  nowMs(): UnixMs
}

export const CLOCK: Clock = { nowMs, nowUs: () => unixUs(Math.round(nowMs() * 1000)) }

function nowMs(): UnixMs {
  return unixMs(performance.timeOrigin + performance.now())
}
