import type { Ms, UnixUs } from '@thermocline/wire'
import type { EndReason, InitType, Made, ThrottleReason } from '../schedule/decision.ts'
import type { Policy } from '../settings/policy.ts'
import type { Census, Count } from './explain-census.ts'
import type { JournalOutcome } from './entry.ts'

// How things are said. Moments are UTC.

/** `2026-11-23 12:00:00.123`. */
export function moment(at: UnixUs): string {
  return new Date(at / 1000).toISOString().replace('T', ' ').replace('Z', '')
}

/** `0.4 ms`, `30.1 ms`, `12.3 s`, `5 min`. */
export function span(us: number): string {
  if (us < 10_000_000) return `${trim(us / 1000)} ms`
  return us < 120_000_000 ? `${trim(us / 1_000_000)} s` : `${trim(us / 60_000_000)} min`
}

function lasting(duration: Ms): string {
  return span(duration * 1000)
}

function trim(value: number): string {
  return value.toFixed(1).replace(/\.0$/, '')
}

/** `1 container`, `2 containers`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** `2 containers were alive then: 1 busy, 0 idle, 1 in their init`. */
export function states({ alive, busy, idle, initialising }: Count, what: string): string {
  if (alive === 0) return `no ${what} was alive then`
  return `${counted(alive, what)} ${alive === 1 ? 'was' : 'were'} alive then: ${busy} busy, ${idle} idle, ${initialising} in their init`
}

/** Why a container was made, as the end of "made because ...". */
export function because(made: Made, { alike, lastEnded }: Census, policy: Policy): string {
  const whose = made.tenant === null ? '' : ` of tenant ${made.tenant}`
  switch (made.cause) {
    case 'first':
      return made.tenant === null ? 'the function had none before' : `tenant ${made.tenant} had none before`
    case 'deploy':
      return `code was deployed and none${whose} had run it (deploy ${made.revision.code}, version ${made.revision.version})`
    case 'config':
      return `the configuration was changed and none${whose} had run with it (configuration ${made.revision.config})`
    case 'scale_out':
      return `none${whose} was free: ${alike.busy} busy, ${alike.initialising} in their init for other callers`
    case 'idle_expiry':
      return `none${whose} was left: the last, container ${lastEnded?.container ?? '?'}, had been idle for its keep-alive of ${lasting(policy.keepAlive)}`
    case 'recycled':
      return `none${whose} was left: the last, container ${lastEnded?.container ?? '?'}, had reached the greatest age of ${lasting(policy.maxAge)}`
    case 'provisioned':
      return policy.managed === null ? 'its concurrency is provisioned' : 'its instances are managed'
    case 'platform_choice':
      return `the platform chose to, although ${alike.idle} idle and ${alike.initialising} in their init could have served`
    case 'reset':
    case 'unknown':
      return lastEnded === null
        ? 'of nothing that the scheduler knows'
        : `none${whose} was left: the last, container ${lastEnded.container}, ended as ${ended(lastEnded.reason, policy)}`
  }
}

/** Why a container ended, as the end of "ended as ...". */
export function ended(reason: EndReason, policy: Policy): string {
  switch (reason) {
    case 'idle':
      return `it had been idle for its keep-alive of ${lasting(policy.keepAlive)}`
    case 'age':
      return `it had reached the greatest age of ${lasting(policy.maxAge)}`
    case 'deploy':
      return 'other code was deployed'
    case 'config':
      return 'the configuration was changed'
    case 'reduced':
      return 'fewer were to be kept ready'
    case 'failed':
      return 'it could not be started or was beyond repair'
    case 'stopped':
      return 'the lab was stopped'
  }
}

export function throttled(reason: ThrottleReason, { inFlight, all }: Census, policy: Policy): string {
  switch (reason) {
    case 'concurrency':
      return `${inFlight} ran or waited, which is its concurrencyLimit of ${policy.concurrencyLimit}`
    case 'scale_rate':
      return `no container was free, and no more than ${policy.scaleOut.containers} may be made within ${lasting(policy.scaleOut.within)}`
    case 'capacity':
      return `all ${all.alive} containers ran the ${policy.managed?.concurrency ?? 1} invocations that each can`
  }
}

export const OUTCOME_WORDS: Readonly<Record<JournalOutcome, string>> = {
  ok: 'it answered',
  error: 'its handler failed',
  timeout: 'it timed out',
  crashed: 'its process ended',
}

export function outcomeOf({ outcome, reset }: { outcome: JournalOutcome; reset: boolean }): string {
  return reset && outcome !== 'crashed'
    ? `${OUTCOME_WORDS[outcome]} and lost its process`
    : OUTCOME_WORDS[outcome]
}

export const INIT_WORDS: Readonly<Record<InitType, string>> = {
  'on-demand': 'on demand',
  'provisioned-concurrency': 'for provisioned concurrency',
  'lambda-managed-instances': 'for Managed Instances',
}
