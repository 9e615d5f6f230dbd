import type { Cause, Start, UnixUs } from '@thermocline/wire'
import type { InitType } from '../platform/event.ts'

// What a scheduler is told and what it decides. Moments are whole microseconds: added and subtracted they stay exact,
// so that a live run and its replay meet the same ties.

/** Containers of one function, counted from 1 in the order they were made. */
export type ContainerNumber = number

export type { InitType } from '../platform/event.ts'

/** `idle`: beyond its keep-alive. `age`: recycled. `reduced`: fewer are provisioned. `failed`: it could not be started. */
export type EndReason = 'idle' | 'age' | 'deploy' | 'config' | 'reduced' | 'failed' | 'stopped'

/** `concurrency`: the function's limit. `scale_rate`: containers are being made too fast. `capacity`: all that stand are full. */
export type ThrottleReason = 'concurrency' | 'scale_rate' | 'capacity'

/** What the containers of one deploy and configuration have in common. */
export interface Revision {
  /** Counts deploys, from 1. */
  readonly code: number
  /** Counts configuration changes, from 1. */
  readonly config: number
  readonly version: string
}

export interface Made {
  readonly kind: 'made'
  readonly at: UnixUs
  readonly container: ContainerNumber
  readonly cause: Cause
  /** Who waits for it; `null` when it was made ahead of any caller. */
  readonly requestId: string | null
  readonly initType: InitType
  readonly revision: Revision
  readonly tenant: string | null
}

export interface Placed {
  readonly kind: 'placed'
  readonly at: UnixUs
  readonly requestId: string
  readonly container: ContainerNumber
  /** How the invocation met its container. */
  readonly start: Start
}

export interface Throttled {
  readonly kind: 'throttled'
  readonly at: UnixUs
  readonly requestId: string
  readonly reason: ThrottleReason
}

interface Frozen {
  readonly kind: 'frozen' | 'thawed'
  readonly at: UnixUs
  readonly container: ContainerNumber
}

export interface Ended {
  readonly kind: 'ended'
  readonly at: UnixUs
  readonly container: ContainerNumber
  readonly reason: EndReason
}

export type Decision = Made | Placed | Throttled | Frozen | Ended

/** One call of the function. */
export interface Request {
  readonly requestId: string
  /** Asked for where containers serve one tenant each. */
  readonly tenant?: string | undefined
}

/** What the function's owner changes. */
export type Change =
  | { readonly kind: 'deploy'; readonly version?: string }
  | { readonly kind: 'config' }
  | { readonly kind: 'provision'; readonly containers: number }
