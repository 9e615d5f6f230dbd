import { randomBytes, randomUUID } from 'node:crypto'
import { ThermoclineError, usToMs } from '@thermocline/wire'
import type { UnixMs } from '@thermocline/wire'
import { openRecordedScheduler } from '../journal/recorded.ts'
import type { FunctionEntry } from '../journal/entry.ts'
import type { Change, ContainerNumber, Decision, Made, Placed, Throttled } from '../schedule/decision.ts'
import type { LabFunction } from '../settings/function.ts'
import type { Clock } from './clock.ts'
import { openContainer } from './container.ts'
import type { Container, ContainerOptions } from './container.ts'
import { logStreamName } from '../platform/log-stream-name.ts'
import type { Invocation, InvocationResult, StartKind } from './invocation.ts'

/** One function: its scheduler on real time, and the containers it decides about. */
export interface LiveFunction {
  /** Rejects with `lab_throttled` when the policy has no place for it, with `lab_failed` when no process can be had. */
  invoke(job: Invocation): Promise<InvocationResult>
  /** New code or configuration, which containers made from now on have. */
  revise(fn: LabFunction, change: Exclude<Change, { kind: 'provision' }>): void
  provision(containers: number): void
  /** Living ones and the newest of the ended, oldest first. */
  containers(): readonly Container[]
  current(): LabFunction
  stop(): Promise<void>
}

/** What a function needs of the lab. */
export interface Surroundings extends Pick<ContainerOptions, 'folder' | 'reaper' | 'onCall' | 'onEvent'> {
  readonly clock: Clock
  readonly seed: number
  readonly record: (entry: FunctionEntry) => void
  readonly onLog: (
    logGroup: string,
    logStream: string,
    event: { readonly timestamp: UnixMs; readonly message: string },
  ) => void
}

// Ended containers are kept to be looked at, but not for ever.
const MOST_ENDED = 20
// Beyond 24 days a timer of Node fires at once.
const MOST_WAIT_MS = 86_400_000

interface Caller {
  readonly job: Invocation
  readonly resolve: (result: InvocationResult) => void
  readonly reject: (error: unknown) => void
}

export function openFunction(described: LabFunction, surroundings: Surroundings): LiveFunction {
  const { clock, record, seed } = surroundings
  const callers = new Map<string, Caller>()
  const living = new Map<ContainerNumber, Container>()
  const plans = new Map<ContainerNumber, { readonly id: string; readonly fn: LabFunction }>()
  const still = new Map<ContainerNumber, Promise<void>>()
  let ended: Container[] = []
  let fn = described
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const scheduler = openRecordedScheduler(clock.nowUs(), {
    policy: fn.policy,
    version: fn.version,
    seed,
    record: (entry) => record(entry.kind === 'made' ? { ...entry, logStream: nameStream(entry) } : entry),
    // The scheduler has to come to its end before anything is done, lest what is done speaks to it meanwhile.
    decide: (decision) => queueMicrotask(() => follow(decision)),
  })
  arm()

  function nameStream({ container, revision, at }: Made): string {
    const id = randomBytes(16).toString('hex')
    // What it is made of is settled now: when it is begun, the function may be another.
    plans.set(container, { id, fn })
    return logStreamName(revision.version, new Date(usToMs(at)), id)
  }

  function follow(decision: Decision): void {
    switch (decision.kind) {
      case 'made':
        return make(decision)
      case 'placed':
        return void run(decision)
      case 'throttled':
        return refuse(decision)
      case 'thawed':
        return settle(decision.container, async (container) => container.thaw())
      case 'frozen':
        return settle(decision.container, (container) => container.freeze())
      case 'ended':
        return retire(decision.container)
    }
  }

  function make({ container: number, initType, revision, tenant, at }: Made): void {
    const { folder, reaper, onLog, onCall, onEvent } = surroundings
    const { id, fn: made } = plans.get(number)!
    const container = openContainer({
      fn: made,
      id,
      instanceId: randomUUID(),
      bornAt: usToMs(at),
      initType,
      revision,
      tenant,
      folder,
      reaper,
      onCall,
      onEvent,
      now: () => clock.nowMs(),
      onLog: (logStream, event) => onLog(made.logGroup, logStream, event),
      onDied: () => tell(() => scheduler.reset(clock.nowUs(), number)),
    })
    plans.delete(number)
    living.set(number, container)
    void container.initialise().then(
      (failed) => tell(() => scheduler.ready(clock.nowUs(), number, { ok: failed === null })),
      (error: unknown) => lose(number, error),
    )
  }

  async function run({ requestId, container: number, start }: Placed): Promise<void> {
    const caller = callers.get(requestId)
    const container = living.get(number)
    if (caller === undefined || container === undefined) return
    try {
      await still.get(number)
      const { result, initInside, ...end } = await container.invoke(caller.job, start as StartKind)
      // Asked now: it may have died since the invocation was over.
      const reset = end.reset || container.snapshot().state === 'reset'
      const { outcome } = result
      const init = initInside === null ? {} : { initUs: Math.round(initInside * 1000) }
      tell(() => scheduler.finished(clock.nowUs(), { requestId, container: number, outcome, reset, ...init }))
      // What it decided has been begun by now: the caller hears of it when the process stands still.
      await new Promise<void>((resolve) => queueMicrotask(resolve))
      await still.get(number)
      callers.delete(requestId)
      caller.resolve(result)
    } catch (error) {
      callers.delete(requestId)
      caller.reject(error)
      lose(number, error)
    }
  }

  function lose(number: ContainerNumber, error: unknown): void {
    tell(() => {
      const waiting = scheduler.lost(clock.nowUs(), number)
      if (waiting === null) return
      callers.get(waiting.requestId)?.reject(error)
      callers.delete(waiting.requestId)
    })
  }

  /** One after the other: what is thawed before it stands still would never be seen to stand. */
  function settle(number: ContainerNumber, act: (container: Container) => Promise<void>): void {
    const container = living.get(number)
    if (container === undefined) return
    const before = still.get(number) ?? Promise.resolve()
    still.set(
      number,
      before.then(() => act(container)).catch((error: unknown) => lose(number, error)),
    )
  }

  function refuse({ requestId, reason }: Throttled): void {
    callers.get(requestId)?.reject(
      new ThermoclineError('lab_throttled', `${fn.name} was throttled: ${THROTTLED[reason](fn)}`, {
        cause: reason,
      }),
    )
    callers.delete(requestId)
  }

  function retire(number: ContainerNumber): void {
    const container = living.get(number)
    if (container === undefined) return
    living.delete(number)
    still.delete(number)
    ended = [...ended.slice(1 - MOST_ENDED), container]
    void (stopped ? container.kill() : container.end())
  }

  /** Says something to the scheduler, and sees to what it has to do next by itself. */
  function tell(say: () => void): void {
    if (stopped) return
    say()
    arm()
  }

  function arm(): void {
    clearTimeout(timer)
    const due = scheduler.nextDue()
    if (due === null) return
    // A container may still be used at the moment its time is over; a timer may fire up to 1 ms early.
    const wait = Math.max(0, (due - clock.nowUs()) / 1000) + 1
    timer = setTimeout(() => tell(() => scheduler.advance(clock.nowUs())), Math.min(wait, MOST_WAIT_MS))
  }

  return {
    invoke(job) {
      const { requestId, tenant } = job
      if (callers.has(requestId))
        throw new ThermoclineError(
          'bad_argument',
          `requestId must be new, got ${requestId}, which is under way`,
        )
      const { promise, resolve, reject } = Promise.withResolvers<InvocationResult>()
      callers.set(requestId, { job, resolve, reject })
      tell(() => scheduler.arrive(clock.nowUs(), { requestId, tenant }))
      return promise
    },
    revise(next, change) {
      const now = clock.nowUs()
      tell(() => {
        // What time alone makes up to now is of the revision before.
        scheduler.advance(now)
        fn = next
        scheduler.change(now, change)
      })
    },
    provision(containers) {
      fn = { ...fn, policy: { ...fn.policy, provisioned: containers } }
      tell(() => scheduler.change(clock.nowUs(), { kind: 'provision', containers }))
    },
    containers: () => [...ended, ...living.values()],
    current: () => fn,
    async stop() {
      if (stopped) return
      scheduler.stop(clock.nowUs())
      stopped = true
      clearTimeout(timer)
      const all = [...ended, ...living.values()]
      await Promise.all(all.map((container) => container.kill()))
      for (const { job, reject } of callers.values())
        reject(
          new ThermoclineError('lab_failed', `the lab was stopped while ${fn.name} ran ${job.requestId}`),
        )
      callers.clear()
    },
  }
}

const THROTTLED: Readonly<Record<Throttled['reason'], (fn: LabFunction) => string>> = {
  concurrency: ({ policy }) =>
    `it runs as often as its concurrencyLimit of ${policy.concurrencyLimit} allows`,
  scale_rate: ({ policy: { scaleOut } }) =>
    `more than ${scaleOut.containers} containers within ${scaleOut.within} ms would be made for it`,
  capacity: ({ policy }) =>
    `all its containers run the ${policy.managed?.concurrency ?? 1} invocations each of them can`,
}
