import type { Ms, UnixUs } from '@thermocline/wire'

/** A right to make containers that refills continuously and never exceeds its size: Lambda's scaling rate. */
export interface Allowance {
  /** True when there was one to take. */
  take(now: UnixUs): boolean
}

export function openAllowance(size: number, within: Ms): Allowance {
  // In parts of a container of which a microsecond brings `size`: whole numbers, whatever the rate.
  const cost = within * 1000
  const most = cost * size
  let inHand = most
  let since: UnixUs | null = null
  return {
    take(now) {
      inHand = Math.min(most, inHand + (since === null ? 0 : now - since) * size)
      since = now
      if (inHand < cost) return false
      inHand -= cost
      return true
    },
  }
}
