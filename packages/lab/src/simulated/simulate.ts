import { unixUs } from '@thermocline/wire'
import type { UnixUs } from '@thermocline/wire'
import type { FunctionEntry } from '../journal/entry.ts'
import { openRecordedScheduler } from '../journal/recorded.ts'
import type { FinishedInvocation } from '../journal/recorded.ts'
import type { Policy } from '../settings/policy.ts'
import type { Change, ContainerNumber, Decision, Made, Placed, Request } from '../schedule/decision.ts'
import { openAgenda } from './agenda.ts'

/** One function on a virtual clock: the live Lambda's scheduler, with durations out of a model instead of processes. */
export interface Simulation {
  readonly policy: Policy
  /** Default `$LATEST`. */
  readonly version?: string
  /** Default 1. */
  readonly seed?: number
  /** When the function begins to exist. Default: its first arrival or change. */
  readonly begin?: UnixUs
  /** In order of time. */
  readonly arrivals: Iterable<SimulatedArrival>
  /** In order of time: what the owner does, and what befalls containers from outside. */
  readonly changes?: Iterable<SimulatedChange>
  readonly model: Model
}

/** A function's simulation, with its name. */
export interface NamedSimulation {
  readonly name: string
  readonly simulation: Simulation
}

export interface SimulatedArrival extends Request {
  readonly at: UnixUs
}

export interface SimulatedChange {
  readonly at: UnixUs
  readonly change:
    | Change
    | { readonly kind: 'reset' | 'lost'; readonly container: ContainerNumber }
    | { readonly kind: 'stop' }
}

/** How long things take. Whole microseconds. */
export interface Model {
  /** `lost`: after so long it turns out that the container cannot be used. `us` of `Infinity`: it never ends. */
  init(made: Made): { readonly us: number; readonly end?: 'ok' | 'failed' | 'lost' }
  /** `us` of `Infinity`: it never ends. */
  run(placed: Placed): Pick<FinishedInvocation, 'outcome' | 'reset' | 'initUs'> & { readonly us: number }
}

type Coming =
  | { readonly kind: 'ready'; readonly container: ContainerNumber; readonly ok: boolean }
  | { readonly kind: 'lost'; readonly container: ContainerNumber }
  | ({ readonly kind: 'finished' } & FinishedInvocation)

/**
 * Gives every line of the function's journal to `record`, in order. Ends with the last arrival, change or end of an
 * invocation, or at `until` where that is given: containers alive then stay so.
 */
export function simulate(
  simulation: Simulation,
  record: (entry: FunctionEntry) => void,
  until: number = Infinity,
): void {
  const { step } = openSimulation(simulation, record, until)
  while (step());
}

/** A simulation in steps, for whoever has other things to do meanwhile. */
export interface OpenSimulation {
  /** Lets the next thing happen; false when it is at its end. */
  readonly step: () => boolean
}

/** Like {@link simulate}, one event at a time. The function begins to exist at once. */
export function openSimulation(
  simulation: Simulation,
  record: (entry: FunctionEntry) => void,
  until: number = Infinity,
): OpenSimulation {
  const { policy, model, version = '$LATEST', seed = 1 } = simulation
  const agenda = openAgenda<Coming>()
  const arrivals = peekable(simulation.arrivals)
  const changes = peekable(simulation.changes ?? [])
  const first = Math.min(arrivals.nextAt(), changes.nextAt())
  let now = simulation.begin ?? unixUs(Number.isFinite(first) ? first : 0)

  function follow(decision: Decision): void {
    if (decision.kind === 'made') {
      const { us, end = 'ok' } = model.init(decision)
      const { container } = decision
      schedule(
        decision.at + us,
        end === 'lost' ? { kind: 'lost', container } : { kind: 'ready', container, ok: end === 'ok' },
      )
    } else if (decision.kind === 'placed') {
      const { us, ...end } = model.run(decision)
      const { requestId, container } = decision
      schedule(decision.at + us, { kind: 'finished', requestId, container, ...end })
    }
  }

  function schedule(at: number, what: Coming): void {
    // What time alone made is stamped with the moment it was due, and found a moment later: nothing ends before that.
    if (Number.isFinite(at)) agenda.add(Math.max(at, now), what)
  }

  const scheduler = openRecordedScheduler(now, { policy, version, seed, record, decide: follow })

  function happen(coming: Coming): void {
    switch (coming.kind) {
      case 'ready':
        return scheduler.ready(now, coming.container, coming)
      case 'lost':
        return void scheduler.lost(now, coming.container)
      case 'finished':
        return scheduler.finished(now, coming)
    }
  }

  let stopped = false

  function step(): boolean {
    if (stopped) return false
    // What ends at a moment is over before what begins at it: changes first, then ends, then arrivals.
    const [changeAt, endAt, arrivalAt] = [changes.nextAt(), agenda.next(), arrivals.nextAt()]
    const at = Math.min(changeAt, endAt, arrivalAt)
    const dueAt = afterDue()
    if (dueAt < at && dueAt <= until && (at < Infinity || until < Infinity)) {
      now = unixUs(dueAt)
      scheduler.advance(now)
      return true
    }
    if (at === Infinity || at > until) return false
    now = unixUs(at)
    if (changeAt === at) apply(changes.take().change)
    else if (endAt === at) happen(agenda.take())
    else scheduler.arrive(now, arrivals.take())
    return true
  }

  // A container may still be used at the very moment its keep-alive is over.
  function afterDue(): number {
    const due = scheduler.nextDue()
    return due === null ? Infinity : due + 1
  }

  function apply(change: SimulatedChange['change']): void {
    switch (change.kind) {
      case 'reset':
        return scheduler.reset(now, change.container)
      case 'lost':
        return void scheduler.lost(now, change.container)
      case 'stop':
        stopped = true
        return scheduler.stop(now)
      case 'deploy':
      case 'config':
      case 'provision':
        return scheduler.change(now, change)
    }
  }

  return { step }
}

interface Peekable<T> {
  nextAt(): number
  take(): T
}

function peekable<T extends { readonly at: UnixUs }>(items: Iterable<T>): Peekable<T> {
  const iterator = items[Symbol.iterator]()
  let next = iterator.next()
  return {
    nextAt: () => (next.done === true ? Infinity : next.value.at),
    take() {
      if (next.done === true) throw new RangeError('no more items')
      const { value } = next
      next = iterator.next()
      return value
    },
  }
}
