import type { Outcome } from '@thermocline/wire'

/** What Lambda itself says on one line, in text or in JSON. */
export type PlatformFact =
  | {
      readonly kind: 'start'
      readonly requestId: string
      readonly version?: string
      readonly tenant?: string
      readonly timeMs?: number
    }
  | ReportFact
  | { readonly kind: 'init-start'; readonly runtimeVersion?: string; readonly timeMs?: number }
  | {
      readonly kind: 'init-report'
      readonly initMs: number
      readonly phase: string
      readonly timeMs?: number
    }
  | { readonly kind: 'timed-out'; readonly requestId: string; readonly afterMs: number }
  | { readonly kind: 'crashed'; readonly requestId: string; readonly errorType?: string }
  | { readonly kind: 'end'; readonly requestId: string }
  /** Understood, and of no use here: EXTENSION, LOGS, RESTORE_START, ... */
  | { readonly kind: 'other' }
  /** Lambda's, but not whole. */
  | { readonly kind: 'broken'; readonly reason: string }

/** The end of an invocation. Under Managed Instances it has a duration and nothing else. */
export interface ReportFact {
  readonly kind: 'report'
  readonly requestId: string
  /** When the line itself says it; text lines leave that to their event. */
  readonly timeMs?: number
  readonly durationMs?: number
  readonly billedMs?: number
  readonly initMs?: number
  readonly restoreMs?: number
  readonly billedRestoreMs?: number
  readonly memoryMb?: number
  readonly maxMemoryMb?: number
  /** Absent where the line has no status: older logs tell a failure on a line of its own. */
  readonly outcome?: Outcome
  readonly errorType?: string
  /** Where containers serve one tenant each; text lines do not say it. */
  readonly tenant?: string
  readonly xrayTraceId?: string
}

const OUTCOME_OF_STATUS: ReadonlyMap<string, Outcome> = new Map([
  ['success', 'ok'],
  ['timeout', 'timeout'],
  ['error', 'error'],
  ['failure', 'error'],
])

/** Lambda's word for an outcome as ours. */
export function outcomeOfStatus(status: string | undefined): Outcome | undefined {
  return OUTCOME_OF_STATUS.get(status ?? '')
}
