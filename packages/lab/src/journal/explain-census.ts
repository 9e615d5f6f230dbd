import type { ContainerNumber, Made } from '../schedule/decision.ts'
import type { FunctionEntry } from './entry.ts'

/** How many containers there were at one moment, by what they did. */
export interface Count {
  readonly alive: number
  /** In their first init. */
  readonly initialising: number
  readonly busy: number
  readonly idle: number
}

export interface Census {
  readonly all: Count
  /** Those that could stand in for each other: of this revision and tenant. */
  readonly alike: Count
  /** The last of those alike to end before, if none was alive. */
  readonly lastEnded: Extract<FunctionEntry, { readonly kind: 'ended' }> | null
  /** Requests that run or wait for an init. */
  readonly inFlight: number
}

interface Living {
  readonly made: Made
  ready: boolean
  running: number
}

/** The state just before the entry at this place; `alike` is judged by revision and tenant. */
export function censusBefore(
  entries: readonly FunctionEntry[],
  index: number,
  alike: Pick<Made, 'revision' | 'tenant'>,
): Census {
  const living = new Map<ContainerNumber, Living>()
  const waiting = new Set<string>()
  let lastEnded: Census['lastEnded'] = null
  for (const entry of entries.slice(0, index)) {
    if (entry.kind === 'ended' && isAlike(living.get(entry.container)?.made, alike)) lastEnded = entry
    followRequests(waiting, living, entry)
    followContainers(living, entry)
  }
  const all = [...living.values()]
  const same = all.filter(({ made }) => isAlike(made, alike))
  return {
    all: count(all),
    alike: count(same),
    lastEnded: same.length === 0 ? lastEnded : null,
    inFlight: all.reduce((sum, { running }) => sum + running, waiting.size),
  }
}

function followRequests(
  waiting: Set<string>,
  living: ReadonlyMap<ContainerNumber, Living>,
  entry: FunctionEntry,
): void {
  if (entry.kind === 'arrived') waiting.add(entry.requestId)
  if (entry.kind === 'placed' || entry.kind === 'throttled') waiting.delete(entry.requestId)
  // Whoever waited for it was told that it failed.
  if (entry.kind === 'lost') waiting.delete(living.get(entry.container)?.made.requestId ?? '')
}

function followContainers(living: Map<ContainerNumber, Living>, entry: FunctionEntry): void {
  if (entry.kind === 'made') living.set(entry.container, { made: entry, ready: false, running: 0 })
  if (!('container' in entry)) return
  const one = living.get(entry.container)
  if (one === undefined) return
  if (entry.kind === 'ready') one.ready = true
  if (entry.kind === 'placed') one.running += 1
  if (entry.kind === 'finished') one.running -= 1
  if (entry.kind === 'ended') living.delete(entry.container)
}

function isAlike(made: Made | undefined, { revision, tenant }: Pick<Made, 'revision' | 'tenant'>): boolean {
  return (
    made?.revision.code === revision.code &&
    made.revision.config === revision.config &&
    made.tenant === tenant
  )
}

function count(living: readonly Living[]): Count {
  const busy = living.filter(({ running }) => running > 0).length
  const initialising = living.filter(({ ready }) => !ready).length
  return { alive: living.length, initialising, busy, idle: living.length - busy - initialising }
}
