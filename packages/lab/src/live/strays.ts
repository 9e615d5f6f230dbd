import { descendantsOf, processFacts } from './proc.ts'
import type { Reaper } from './reaper.ts'

/**
 * A container's processes that left its process group (`detached: true`, setsid): a signal to the group misses them.
 * Only what descends from the container's own process is ever signalled, found by its parents, never by how it looks.
 */
export interface Strays {
  /** Stops those that descend from the leader, which must stand already, and those it has met before. */
  freeze(): void
  thaw(): void
  /** Kills those it has met. */
  kill(): void
}

interface Stray {
  readonly startedAt: string
  readonly group: number
}

/** The strays' groups are watched by the reaper from when they are met until they are killed. */
export function trackStrays(leader: number, reaper: Pick<Reaper, 'watch' | 'forget'>): Strays {
  // Kept from one freeze to the next: the parent that leads to a stray may die first.
  const met = new Map<number, Stray>()

  /** Those that are new since the last look. What descends from a stray is found through it when its parent is gone. */
  function meetMore(): number {
    const before = met.size
    for (const pid of descendantsOf([leader, ...met.keys()])) {
      const facts = processFacts(pid)
      if (facts === null || facts.group === leader || met.has(pid)) continue
      if (!isWatched(facts.group)) reaper.watch(facts.group)
      met.set(pid, facts)
      signal(pid, 'SIGSTOP')
    }
    return met.size - before
  }

  function isWatched(group: number): boolean {
    return [...met.values()].some((stray) => stray.group === group)
  }

  function signalMet(name: NodeJS.Signals): void {
    for (const [pid, { startedAt, group }] of met) {
      if (processFacts(pid)?.startedAt === startedAt) signal(pid, name)
      else if (met.delete(pid) && !isWatched(group)) reaper.forget(group)
    }
  }

  return {
    freeze() {
      signalMet('SIGSTOP')
      // One that forks while it is being stopped shows its child to the next look.
      while (meetMore() > 0);
    },
    thaw: () => signalMet('SIGCONT'),
    kill() {
      signalMet('SIGKILL')
      for (const { group } of met.values()) reaper.forget(group)
      met.clear()
    },
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // ESRCH: gone since it was looked at.
  }
}
