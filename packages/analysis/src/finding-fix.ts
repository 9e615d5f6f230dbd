import type { Process } from './processes.ts'
import type { Reach } from './finding-reach.ts'

/** A version that came after those a finding was seen in, and is rid of it. */
export interface Fix {
  readonly release: string
  /** Processes of it and of those after it that ran long enough to show it. */
  readonly processes: number
}

/** The chance that it is still there and was missed. */
const DOUBT = 0.05
/** No leak is so sure to be found that one process would not be needed to tell that it is gone. */
const MOST_SURE = 0.95

/**
 * The version that a finding was fixed in: none of the versions that came after the last it was seen in shows it, though
 * so many of their processes ran long enough that, at the rate it was found before, it would have been with 95 %.
 * Null where it is not fixed, or where a version is not known.
 */
export function fixOf({ seenIn, showing, needed }: Reach, processes: readonly Process[]): Fix | null {
  if (seenIn.length === 0 || seenIn.some(({ release }) => release === null)) return null
  const releases = [...new Set(processes.map(({ release }) => release))]
  const having = new Set(seenIn.map(({ release }) => release))
  const later = new Set(releases.slice(releases.findLastIndex((release) => having.has(release)) + 1))
  const without = processes.filter(
    ({ release, invocations }) => release !== null && later.has(release) && invocations.length >= needed,
  )
  const [first] = without
  if (first?.release == null) return null
  const shown = showing.filter(({ release }) => having.has(release)).length
  const share = Math.min(MOST_SURE, seenIn.length / shown)
  // Rounded, because one process at the most sure has to do.
  const missed = Number(((1 - share) ** without.length).toFixed(6))
  return missed > DOUBT ? null : { release: first.release, processes: without.length }
}
