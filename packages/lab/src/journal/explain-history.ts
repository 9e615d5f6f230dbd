import type { UnixUs } from '@thermocline/wire'
import type { ContainerNumber, Ended, Made, Placed, Throttled } from '../schedule/decision.ts'
import type { Event, FunctionEntry } from './entry.ts'
import type { Run } from './read-runs.ts'

type EventOf<K extends Event['kind']> = Extract<Event, { readonly kind: K }>

/** Everything a journal has of one container. */
export interface ContainerHistory {
  readonly made: Made & { readonly logStream?: string }
  /** The place of `made` among the run's entries. */
  readonly index: number
  ready: EventOf<'ready'> | null
  readonly invocations: Course[]
  /** Each time it stood still; over when it was thawed, or when its process died. */
  readonly stops: Stop[]
  /** Its process was gone: by an invocation, or while it stood still (`null`). */
  readonly resets: { readonly at: UnixUs; readonly by: Course | null }[]
  lostAt: UnixUs | null
  ended: Ended | null
}

interface Stop {
  readonly frozenAt: UnixUs
  /** `null` while it stands still, and when it ended so. */
  overAt: UnixUs | null
  thawed: boolean
}

/** One invocation in its container. */
export interface Course {
  readonly placed: Placed
  finished: EventOf<'finished'> | null
}

/** One arrival of a request; a retry has the same id and is another. */
export interface Attempt {
  readonly arrived: EventOf<'arrived'>
  /** The place of `arrived` among the run's entries. */
  readonly index: number
  throttled: Throttled | null
  /** The container that was made for it. */
  made: ContainerNumber | null
  course: Course | null
}

/** What became of each container and each request of a run. */
export interface History {
  readonly run: Run
  readonly containers: ReadonlyMap<ContainerNumber, ContainerHistory>
  readonly attempts: ReadonlyMap<string, readonly Attempt[]>
}

export function historyOf(run: Run): History {
  const containers = new Map<ContainerNumber, ContainerHistory>()
  const attempts = new Map<string, Attempt[]>()
  for (const [index, entry] of run.entries.entries()) {
    if ('container' in entry && entry.kind !== 'made') tellContainer(containers.get(entry.container), entry)
    if (entry.kind === 'made') containers.set(entry.container, born(entry, index))
    if (entry.kind === 'arrived') begin(attempts, entry, index)
    else if ('requestId' in entry) tellAttempt(attempts.get(entry.requestId ?? '')?.at(-1), entry, containers)
  }
  return { run, containers, attempts }
}

function born(made: ContainerHistory['made'], index: number): ContainerHistory {
  return { made, index, ready: null, invocations: [], stops: [], resets: [], lostAt: null, ended: null }
}

function begin(attempts: Map<string, Attempt[]>, arrived: EventOf<'arrived'>, index: number): void {
  const known = attempts.get(arrived.requestId) ?? []
  attempts.set(arrived.requestId, [...known, { arrived, index, throttled: null, made: null, course: null }])
}

type OfContainer = Exclude<Extract<FunctionEntry, { readonly container: ContainerNumber }>, Made>

function tellContainer(container: ContainerHistory | undefined, entry: OfContainer): void {
  if (container === undefined) return
  switch (entry.kind) {
    case 'ready':
      container.ready = entry
      return
    case 'placed':
      container.invocations.push({ placed: entry, finished: null })
      return
    case 'finished':
      return finish(container, entry)
    case 'frozen':
      container.stops.push({ frozenAt: entry.at, overAt: null, thawed: false })
      return
    case 'thawed':
      return moveOn(container, entry.at, true)
    case 'reset':
      container.resets.push({ at: entry.at, by: null })
      return moveOn(container, entry.at, false)
    case 'lost':
      container.lostAt ??= entry.at
      return
    case 'ended':
      container.ended = entry
  }
}

function finish(container: ContainerHistory, finished: EventOf<'finished'>): void {
  const course = container.invocations.findLast(
    ({ placed, finished: over }) => over === null && placed.requestId === finished.requestId,
  )
  if (course === undefined) return
  course.finished = finished
  if (finished.reset) container.resets.push({ at: finished.at, by: course })
}

function moveOn({ stops }: ContainerHistory, at: UnixUs, thawed: boolean): void {
  const stop = stops.at(-1)
  if (stop === undefined || stop.overAt !== null) return
  stop.overAt = at
  stop.thawed = thawed
}

function tellAttempt(
  attempt: Attempt | undefined,
  entry: FunctionEntry,
  containers: ReadonlyMap<ContainerNumber, ContainerHistory>,
): void {
  if (attempt === undefined) return
  if (entry.kind === 'throttled') attempt.throttled = entry
  if (entry.kind === 'made') attempt.made = entry.container
  if (entry.kind === 'placed') attempt.course = containers.get(entry.container)?.invocations.at(-1) ?? null
}
