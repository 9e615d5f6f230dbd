import type { Ms } from '@thermocline/wire'
import type { Policy } from '../../settings/policy.ts'
import type { FunctionDescription } from '../../settings/function.ts'

// What a scenario file says once it is read: functions, who calls them when, and what is changed meanwhile. Moments
// count from the begin.

export interface Scenario {
  /** What its file is called, without folder and ending. */
  readonly name: string
  readonly about: string
  /** How it is meant to be played: in real processes, or on a virtual clock. */
  readonly driver: Driver
  /** The same seed is the same traffic. */
  readonly seed: number
  readonly lasts: Ms
  /** Live, it is played so many times as fast as written; keep-alive and maximum age are shortened as much. */
  readonly speed: number
  readonly functions: readonly ScenarioFunction[]
  readonly traffic: readonly Traffic[]
  /** In order of time. */
  readonly changes: readonly ScenarioChange[]
}

export const DRIVERS = ['live', 'simulated'] as const
export type Driver = (typeof DRIVERS)[number]

export interface ScenarioFunction {
  readonly name: string
  /** What runs live; `null` where the function is only simulated. */
  readonly code: Code | null
  /** How it behaves simulated; `null` where it only runs live. */
  readonly model: ModelDescription | null
  /** All that is said of it beside its code. */
  readonly settings: FunctionSettings
  readonly policy: Policy
}

export type FunctionSettings = Omit<FunctionDescription, 'name' | 'folder' | 'handler'>

export interface Code extends Pick<FunctionDescription, 'folder' | 'handler'> {
  /** The sample function it is, for its events. */
  readonly sample: string | null
}

/** How long the invocations of a simulated function take, and how they end. */
export interface ModelDescription {
  readonly initMs: Spread
  readonly durationMs: Spread
  /** Shares of invocations that run into the timeout, lose their process, throw; from 0 to 1 together. */
  readonly timeoutShare: number
  readonly crashShare: number
  readonly errorShare: number
}

/** Milliseconds: always the same, out of a lognormal distribution with these percentiles, or one of a list. */
export type Spread = number | { readonly p50: number; readonly p95: number } | readonly number[]

/** Who calls a function when. */
export interface Traffic {
  readonly functionName: string
  /** Each call is one of theirs; empty where the function serves all alike. */
  readonly tenants: readonly string[]
  readonly from: Ms
  readonly until: Ms
  readonly pattern: Pattern
  readonly event: EventChoice
}

export type Pattern =
  | { readonly kind: 'steady'; readonly everyMs: number }
  | { readonly kind: 'poisson'; readonly everyMs: number }
  | {
      readonly kind: 'bursts'
      readonly everyMs: number
      readonly size: { readonly least: number; readonly most: number }
      /** A burst's calls are spread over so long; 0 is all at once. */
      readonly withinMs: number
    }
  | {
      readonly kind: 'nights'
      readonly perMinute: number
      readonly nightPerMinute: number
      /** Hours of the day; the scenario begins at midnight, on a Monday. */
      readonly nightFromHour: number
      readonly nightUntilHour: number
      /** So much of it on Saturdays and Sundays. */
      readonly weekendShare: number
    }
  | { readonly kind: 'trace'; readonly arrivals: readonly ReplayedArrival[] }
  | { readonly kind: 'at'; readonly momentsMs: readonly number[] }

/** One call of a trace, its moment counted from the begin of the traffic. */
export interface ReplayedArrival {
  readonly atUs: number
  /** How long the handler works once its init is over; `null` where the trace does not tell. */
  readonly durationUs: number | null
  readonly tenant: string | null
}

/** `duration`: what the trace tells of how long the call ran, as `{"durationMs": n}`. */
export type EventChoice =
  | { readonly kind: 'sample'; readonly sample: string }
  | { readonly kind: 'one_of'; readonly events: readonly [unknown, ...unknown[]] }
  | { readonly kind: 'duration' }

export interface ScenarioChange {
  readonly at: Ms
  readonly functionName: string
  readonly change:
    | { readonly kind: 'deploy'; readonly update: Deployed }
    | { readonly kind: 'configure'; readonly update: Configured }
    | { readonly kind: 'provision'; readonly containers: number }
}

export type Deployed = Partial<Pick<FunctionDescription, 'folder' | 'handler' | 'version'>>

/** What may be changed of a running function; its policy stays as it was. */
export type Configured = Pick<
  FunctionSettings,
  | 'runtime'
  | 'timeoutMs'
  | 'initTimeoutMs'
  | 'memoryMb'
  | 'env'
  | 'layers'
  | 'logFormat'
  | 'systemLogLevel'
  | 'applicationLogLevel'
>
