import type { InvocationRow, Ms, Start, UnixUs } from '@thermocline/wire'

/** An invocation with everything settled that its container's other invocations tell about it. */
export interface SettledInvocation {
  readonly row: InvocationRow
  /** The row's, and its end too, with the clocks' rounding taken out: see times.ts. */
  readonly start: UnixUs
  /** Null where neither an end nor a duration was seen. */
  readonly end: UnixUs | null
  readonly duration: Ms | null
  readonly startKind: Start
  /** true for the first one ever seen in its container. */
  readonly isFirstSeen: boolean
  /** Since the one before it in its container ended. Null for the first seen, and where they overlap or no end is known. */
  readonly idle: Ms | null
}

/** How long Lambda lets an invocation run at most. */
export const LONGEST_INVOCATION_US = 900_000_000

/** true where an init began with this invocation or for it. */
export function hadInit(invocation: SettledInvocation): boolean {
  return invocation.startKind !== 'warm'
}
