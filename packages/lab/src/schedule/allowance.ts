import type { Ms, UnixUs } from '@thermocline/wire'

/** A right to make containers that refills continuously and never exceeds its size: Lambda's scaling rate. */
export interface Allowance {
  /** True when there was one to take. */
  take(now: UnixUs): boolean
}

export function openAllowance(size: number, within: Ms): Allowance {
  // Counted in microseconds of refill, whole numbers: what one container costs, and what is in hand.
  const cost = (within * 1000) / size
  const most = within * 1000
  let inHand = most
  let since: UnixUs | null = null
  return {
    take(now) {
      inHand = Math.min(most, inHand + (since === null ? 0 : now - since))
      since = now
      if (inHand < cost) return false
      inHand -= cost
      return true
    },
  }
}
