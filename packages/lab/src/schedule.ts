import type { Ms, UnixMs } from '@thermocline/wire'

// The scheduler's policy and nothing else: what it knows comes in, what it decides goes out.

/** One living container of a function, as the scheduler sees it. */
export interface Slot {
  readonly id: string
  readonly busy: boolean
  /** When its last invocation ended; of no meaning while busy. */
  readonly idleSince: UnixMs
}

export type Placement =
  | { readonly kind: 'reuse'; readonly id: string }
  | { readonly kind: 'start' }
  | { readonly kind: 'throttle' }

/**
 * Where an invocation goes: the most recently used idle container, a new one when all are busy, nowhere when as many
 * run as the limit allows.
 */
export function place(slots: readonly Slot[], concurrencyLimit: number): Placement {
  const idle = slots.filter((slot) => !slot.busy)
  if (slots.length - idle.length >= concurrencyLimit) return { kind: 'throttle' }
  const [first, ...rest] = idle
  if (first === undefined) return { kind: 'start' }
  const warmest = rest.reduce((best, slot) => (slot.idleSince > best.idleSince ? slot : best), first)
  return { kind: 'reuse', id: warmest.id }
}

/** Containers idle for the whole of their keep-alive. */
export function expired(slots: readonly Slot[], keepAlive: Ms, now: UnixMs): string[] {
  return slots.filter((slot) => !slot.busy && now - slot.idleSince >= keepAlive).map((slot) => slot.id)
}

/** How long until the next container expires; `null` while none is idle. Never negative. */
export function untilExpiry(slots: readonly Slot[], keepAlive: Ms, now: UnixMs): Ms | null {
  const idle = slots.filter((slot) => !slot.busy)
  if (idle.length === 0) return null
  const oldest = Math.min(...idle.map((slot) => slot.idleSince))
  return Math.max(0, oldest + keepAlive - now) as Ms
}
