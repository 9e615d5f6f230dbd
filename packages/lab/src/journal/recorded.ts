import type { UnixUs } from '@thermocline/wire'
import type { Policy } from '../settings/policy.ts'
import { seeded } from '../random.ts'
import type { ContainerNumber, Decision } from '../schedule/decision.ts'
import { openScheduler } from '../schedule/scheduler.ts'
import type { Scheduler } from '../schedule/scheduler.ts'
import { JOURNAL_VERSION } from './entry.ts'
import type { FunctionEntry, JournalOutcome } from './entry.ts'

/** A scheduler that writes down all it is told and all it decides. */
export interface RecordedScheduler extends Omit<Scheduler, 'start' | 'finished'> {
  finished(at: UnixUs, end: FinishedInvocation): void
}

export interface FinishedInvocation {
  readonly requestId: string
  readonly container: ContainerNumber
  readonly outcome: JournalOutcome
  readonly reset: boolean
  /** How long the init took that ran inside it, where one did and succeeded. */
  readonly initUs?: number
}

export interface RecordedOptions {
  readonly policy: Policy
  readonly version: string
  readonly seed: number
  readonly record: (entry: FunctionEntry) => void
  /** Called after the decision was recorded. */
  readonly decide: (decision: Decision) => void
}

/** Opens the scheduler of one function and makes what stands before anybody calls. */
export function openRecordedScheduler(at: UnixUs, options: RecordedOptions): RecordedScheduler {
  const { policy, version, seed, record, decide } = options
  record({ kind: 'opened', at, journal: JOURNAL_VERSION, policy, version, seed })
  const scheduler = openScheduler({
    policy,
    version,
    random: seeded(seed),
    decide(decision) {
      record(decision)
      decide(decision)
    },
  })
  scheduler.start(at)
  return {
    arrive(now, request) {
      // What time alone decided comes before what it leads to, in the journal as in truth.
      scheduler.advance(now)
      const { requestId, tenant = null } = request
      record({ kind: 'arrived', at: now, requestId, tenant })
      scheduler.arrive(now, request)
    },
    ready(now, container, { ok }) {
      scheduler.advance(now)
      record({ kind: 'ready', at: now, container, ok })
      scheduler.ready(now, container, { ok })
    },
    finished(now, { requestId, container, outcome, reset, initUs }) {
      scheduler.advance(now)
      const init = initUs === undefined ? {} : { initUs }
      record({ kind: 'finished', at: now, requestId, container, outcome, reset, ...init })
      scheduler.finished(now, container, { reset })
    },
    reset(now, container) {
      scheduler.advance(now)
      record({ kind: 'reset', at: now, container })
      scheduler.reset(now, container)
    },
    lost(now, container) {
      scheduler.advance(now)
      record({ kind: 'lost', at: now, container })
      return scheduler.lost(now, container)
    },
    change(now, change) {
      scheduler.advance(now)
      record({ kind: 'changed', at: now, change })
      scheduler.change(now, change)
    },
    advance: (now) => scheduler.advance(now),
    nextDue: () => scheduler.nextDue(),
    stop(now) {
      scheduler.advance(now)
      record({ kind: 'stopped', at: now })
      scheduler.stop(now)
    },
  }
}
