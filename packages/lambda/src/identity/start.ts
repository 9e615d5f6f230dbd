import type { Start } from '@thermocline/wire'

/** What is known when a process meets its first invocation. */
export interface FirstMeeting {
  /** AWS_LAMBDA_INITIALIZATION_TYPE. */
  readonly initType: string | undefined
  /** Invocations that earlier processes of the container began. */
  readonly invocationsBefore: number
  /** Wall time from the end of init to this invocation. */
  readonly idleSinceInitMs: number
}

/**
 * An init that ended this long before its first invocation was not made for it. Lambda begins an on-demand init
 * for a caller and hands the invocation over as soon as init is done; 10 s is the longest init it waits for, and the
 * constant that Datadog and OpenTelemetry settled on too.
 */
export const PROACTIVE_AFTER_MS = 10_000

/** How the first invocation of a process met its container. Every later one is `warm`. */
export function firstStart(meeting: FirstMeeting): Start {
  // An earlier process that never began an invocation is an init that failed or overran: its caller still waits.
  if (meeting.invocationsBefore > 0) return 'reinit'
  switch (meeting.initType ?? 'on-demand') {
    case 'provisioned-concurrency':
    case 'lambda-managed-instances':
      return 'provisioned'
    case 'snap-start':
      return 'restored'
    default:
      return meeting.idleSinceInitMs > PROACTIVE_AFTER_MS ? 'proactive' : 'cold'
  }
}

/**
 * When the init of this process ran. A process that is not the first of its container was started for the invocation
 * that waits for it (AWS: a suppressed init): the earlier one was reset, or its init failed or overran its limit.
 */
export function initPhase(
  initType: string | undefined,
  hadProcess: boolean,
): 'init' | 'invoke' | 'snap-start' {
  if (hadProcess) return 'invoke'
  return initType === 'snap-start' ? 'snap-start' : 'init'
}
