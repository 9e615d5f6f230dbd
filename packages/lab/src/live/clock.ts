import { unixMs, unixUs } from '@thermocline/wire'
import type { UnixMs, UnixUs } from '@thermocline/wire'

/** The lab's time. It begins with the machine's and never goes back, whatever becomes of that. */
export interface Clock {
  /** For decisions: each later than the one before. */
  nowUs(): UnixUs
  /** For what is told. */
  nowMs(): UnixMs
}

export const CLOCK: Clock = { nowMs, nowUs }

let last = 0

// No two moments are the same: what came first is earlier, so that a replay meets the events in their order.
function nowUs(): UnixUs {
  last = Math.max(last + 1, Math.round(nowMs() * 1000))
  return unixUs(last)
}

function nowMs(): UnixMs {
  return unixMs(performance.timeOrigin + performance.now())
}
