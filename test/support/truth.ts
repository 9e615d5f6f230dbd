import type { Cause, UnixUs } from '@thermocline/wire'
import type { FunctionEntry } from '../../packages/lab/src/journal/entry.ts'
import type { ContainerNumber, Made } from '../../packages/lab/src/schedule/decision.ts'

/** Why each init was, out of a journal. */
export interface Truth {
  /** Log streams of the containers that served an invocation. */
  readonly containers: readonly string[]
  /** How many there were that an invocation met. */
  readonly inits: number
  /** Why this invocation had an init; `null` where it had none. */
  cause(container: string, requestId: string): Cause | null
  /** Whether no log and no span could tell why the container was made from this other cause. */
  isUntellable(container: string, other: Cause): boolean
}

interface Life {
  readonly made: Made & { readonly logStream?: string }
  /** Oldest first. */
  readonly uses: Use[]
}

interface Use {
  readonly requestId: string
  readonly from: UnixUs
  to: number
  readonly isReinit: boolean
}

export function openTruth(journal: readonly FunctionEntry[]): Truth {
  const lives = livesOf(journal).filter(({ uses }) => uses.length > 0)
  const byStream = new Map(lives.map((life) => [life.made.logStream ?? '', life]))
  const keepAliveUs = journal.reduce(
    (found, entry) => (entry.kind === 'opened' ? entry.policy.keepAlive * 1000 : found),
    0,
  )
  const likeIt = ({ made }: Life): Life[] =>
    lives.filter((life) => life.made !== made && life.made.revision.code === made.revision.code)

  return {
    containers: [...byStream.keys()],
    inits: lives.reduce((sum, { uses }) => sum + 1 + uses.filter(({ isReinit }) => isReinit).length, 0),
    cause(container, requestId) {
      const { made, uses } = byStream.get(container)!
      const index = uses.findIndex((use) => use.requestId === requestId)
      if (index === 0) return made.cause
      return uses[index]?.isReinit === true ? 'reset' : null
    },
    isUntellable(container, other) {
      const life = byStream.get(container)!
      const { at, cause } = life.made
      if (cause === 'platform_choice') return !likeIt(life).some((one) => wasProvablyFree(one, at))
      // What was recycled while it idled would have been gone by then in any case.
      const allExpired = likeIt(life).every((one) => lastUseBefore(one, at) + keepAliveUs < at)
      return cause === 'recycled' && other === 'idle_expiry' && allExpired
    },
  }
}

function livesOf(journal: readonly FunctionEntry[]): Life[] {
  const lives = new Map<ContainerNumber, Life>()
  for (const entry of journal) {
    if (entry.kind === 'made') lives.set(entry.container, { made: entry, uses: [] })
    if (entry.kind === 'placed') {
      const { requestId, at: from, start } = entry
      lives.get(entry.container)!.uses.push({ requestId, from, to: Infinity, isReinit: start === 'reinit' })
    }
    if (entry.kind === 'finished') lives.get(entry.container)!.uses.at(-1)!.to = entry.at
  }
  return [...lives.values()]
}

// What the analyzer allows for: a caller comes a little before the init that he leads to, and clocks differ.
const BEFORE_US = 250_000
const AFTER_US = 100_000

/** That a container idled at a moment is known for sure where it was used before, and again afterwards. */
function wasProvablyFree({ uses }: Life, at: UnixUs): boolean {
  const next = uses.findIndex(({ from }) => from > at)
  const before = uses[next - 1]
  return before !== undefined && before.to + BEFORE_US <= at && uses[next]!.from - AFTER_US > at
}

function lastUseBefore({ uses }: Life, at: UnixUs): number {
  return uses.findLast(({ from }) => from < at)?.to ?? -Infinity
}
