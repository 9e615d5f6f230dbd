import { readdirSync, readlinkSync } from 'node:fs'
import { createRequire } from 'node:module'

/** What a process holds at one moment. */
export interface Reading {
  /** Invocations so far, those of the warm-up left out. */
  readonly invocations: number
  /** After a full collection. */
  readonly heapBytes: number
  readonly rssBytes: number
  readonly externalBytes: number
  /** What must be the same at every reading, by name: listeners, timers, handles, descriptors, hooks. */
  readonly held: Readonly<Record<string, number>>
}

/** Wants `--expose-gc` and `--expose-internals`. */
export async function read(invocations: number): Promise<Reading> {
  await settle()
  const { heapUsed, rss, external } = process.memoryUsage()
  return { invocations, heapBytes: heapUsed, rssBytes: rss, externalBytes: external, held: held() }
}

/** What was cleared or closed is gone only after a turn, and what a finalizer lets go of after another collection. */
async function settle(): Promise<void> {
  await idle()
  for (let round = 0; round < 2; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    await pause(1)
    globalThis.gc?.()
  }
}

/** Posts that a handler without a promise did not wait for are under way, each with a socket and a timer. */
async function idle(): Promise<void> {
  if (process.env['THERMOCLINE_FLUSH'] !== 'otlp') return
  while (process.getActiveResourcesInfo().some((resource) => /^(?:TCP|Timeout)/.test(resource))) {
    // oxlint-disable-next-line no-await-in-loop -- until none is left
    await pause(5)
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds))
}

function held(): Record<string, number> {
  return {
    ...counted('listener', process.eventNames(), (name) => process.listenerCount(name)),
    ...counted('resource', process.getActiveResourcesInfo()),
    ...counted('descriptor', descriptors()),
    ...counted('global', Reflect.ownKeys(globalThis)),
    'timers, unref’d ones as well': timers(),
    'async hooks': hooks(),
  }
}

function counted<T>(
  what: string,
  names: readonly T[],
  count: (name: T) => number = () => 1,
): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) {
    const key = `${what} ${String(name)}`
    counts[key] = (counts[key] ?? 0) + count(name)
  }
  return counts
}

/** What open descriptors are of: numbers in names of sockets and pipes differ from one to the next. */
function descriptors(): string[] {
  return readdirSync('/proc/self/fd').flatMap((file) => {
    try {
      return [readlinkSync(`/proc/self/fd/${file}`).replace(/\[\d+\]$/, '')]
    } catch {
      // The one by which the folder itself was read.
      return []
    }
  })
}

const internal = createRequire(import.meta.url)

interface TimerItem {
  readonly [NEXT]: TimerItem
}

const NEXT = '_idleNext'

/** Lists of timers by their delay: `process.getActiveResourcesInfo` leaves out those that were unref'd. */
function timers(): number {
  const { timerListMap } = internal('internal/timers') as { timerListMap: Record<string, TimerItem> }
  let count = 0
  for (const list of Object.values(timerListMap)) {
    for (let item = list[NEXT]; item !== list; item = item[NEXT]) count += 1
  }
  return count
}

/** How many callbacks of async hooks are on, promise hooks among them: the totals Node itself decides by. */
function hooks(): number {
  const { internalBinding } = internal('internal/test/binding') as InternalBinding
  const { async_hook_fields: fields, constants } = internalBinding('async_wrap')
  return fields[constants.kTotals] ?? 0
}

interface InternalBinding {
  readonly internalBinding: (name: 'async_wrap') => {
    readonly async_hook_fields: Uint32Array
    readonly constants: { readonly kTotals: number }
  }
}
