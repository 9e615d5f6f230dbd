import { childrenOf, processesWith, processFacts } from './proc.ts'

/** A container's processes that left its process group (`detached: true`, setsid): a signal to the group misses them. */
export interface Strays {
  /** Stops those that descend from the leader, which must stand already, and those it has met before. */
  freeze(): void
  thaw(): void
  /** Kills those it has met, and all others whose environment names the container. For when the leader is dead. */
  kill(): void
}

export function trackStrays(leader: number, logStream: string): Strays {
  // Kept from one freeze to the next: the parent that leads to a stray may die first. Process id to start time.
  const met = new Map<number, string>()

  /** Those that are new since the last look. What descends from a stray is found through it when its parent is gone. */
  function meetMore(): number {
    const before = met.size
    for (const pid of descendants([leader, ...met.keys()])) {
      const facts = processFacts(pid)
      if (facts === null || facts.group === leader || met.has(pid)) continue
      met.set(pid, facts.startedAt)
      signal(pid, 'SIGSTOP')
    }
    return met.size - before
  }

  function signalMet(name: NodeJS.Signals): void {
    for (const [pid, startedAt] of met) {
      if (processFacts(pid)?.startedAt === startedAt) signal(pid, name)
      else met.delete(pid)
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
      killMarked(logStream, new Set())
    },
  }
}

// Again until there is no new one: one that forks while it is being killed shows its child to the next look.
function killMarked(logStream: string, killed: ReadonlySet<number>): void {
  const marked = processesWith('AWS_LAMBDA_LOG_STREAM_NAME', logStream).filter((pid) => !killed.has(pid))
  for (const pid of marked) signal(pid, 'SIGKILL')
  if (marked.length > 0) killMarked(logStream, new Set([...killed, ...marked]))
}

function descendants(pids: readonly number[]): number[] {
  const children = pids.flatMap(childrenOf)
  return children.length === 0 ? [] : [...children, ...descendants(children)]
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // ESRCH: gone since it was looked at.
  }
}
