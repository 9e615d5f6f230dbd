import { ThermoclineError, unixMs } from '@thermocline/wire'
import { openContainer } from './container.ts'
import type { Container, Surroundings } from './container.ts'
import type { Invocation, InvocationResult } from './invocation.ts'
import { expired, place, untilExpiry } from './schedule.ts'
import type { Slot } from './schedule.ts'
import type { LabFunction } from './settings.ts'

/** One function's containers, placed and expired as schedule.ts decides, in real time. */
export interface Pool {
  /** Rejects with `lab_failed` when the function runs as often as its limit allows. */
  invoke(job: Invocation): Promise<InvocationResult>
  /** Living ones and the newest of the ended, oldest first. */
  containers(): readonly Container[]
  stop(): Promise<void>
}

// Ended containers are kept to be looked at, but not for ever.
const MOST_ENDED = 20

export function openPool(fn: LabFunction, surroundings: Surroundings): Pool {
  const living = new Map<string, Container>()
  let ended: Container[] = []
  let expiry: NodeJS.Timeout | undefined

  async function invoke(job: Invocation): Promise<InvocationResult> {
    const container = choose()
    try {
      // Runs up to its first await at once: the container is busy before the next invocation is placed.
      const result = await container.invoke(job)
      if (container.snapshot().state === 'ended') retire(container)
      return result
    } catch (error) {
      // It could not even start: of no use to the next invocation either.
      retire(container)
      throw error
    } finally {
      expireAndArm()
    }
  }

  function choose(): Container {
    const placement = place(slots(), fn.concurrencyLimit)
    switch (placement.kind) {
      case 'reuse': {
        const container = living.get(placement.id)
        if (container !== undefined) return container
        throw new ThermoclineError('internal', `the scheduler chose an unknown container ${placement.id}`)
      }
      case 'start': {
        const container = openContainer(fn, surroundings)
        living.set(container.logStream, container)
        return container
      }
      case 'throttle':
        throw new ThermoclineError(
          'lab_failed',
          `${fn.name} was throttled: it runs as often as its concurrencyLimit of ${fn.concurrencyLimit} allows`,
        )
    }
  }

  function slots(): Slot[] {
    return [...living.values()].map((container) => {
      const { logStream, state, idleSince } = container.snapshot()
      return { id: logStream, busy: state === 'busy' || state === 'initialising', idleSince }
    })
  }

  function expireAndArm(): void {
    const now = unixMs(surroundings.now())
    for (const id of expired(slots(), fn.keepAlive, now)) {
      const container = living.get(id)
      if (container !== undefined) retire(container)
    }
    clearTimeout(expiry)
    const wait = untilExpiry(slots(), fn.keepAlive, now)
    if (wait !== null) expiry = setTimeout(expireAndArm, wait)
  }

  function retire(container: Container): void {
    if (!living.delete(container.logStream)) return
    ended = [...ended.slice(1 - MOST_ENDED), container]
    void container.end()
  }

  return {
    invoke,
    containers: () => [...ended, ...living.values()],
    async stop() {
      const all = [...ended, ...living.values()]
      // Out of the pool first: what is rejected now must find nothing to wait for.
      for (const container of living.values()) retire(container)
      clearTimeout(expiry)
      await Promise.all(all.map((container) => container.end()))
    },
  }
}
