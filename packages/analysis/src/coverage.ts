import type { SettledInvocation } from './settled.ts'

/**
 * How many invocations of one container were sent and never arrived: the gaps in its invocation counter, less the
 * invocations without a number that lie in them (a REPORT line whose span was lost). `invocations` are oldest first.
 */
export function missingInvocations(invocations: readonly SettledInvocation[]): number {
  let missing = 0
  let last: number | null = null
  let unnumbered = 0
  for (const { row } of invocations) {
    const { containerInvocation: count } = row
    if (count === undefined) unnumbered++
    else {
      if (last !== null) missing += Math.max(0, count - last - 1 - unnumbered)
      last = Math.max(count, last ?? count)
      unnumbered = 0
    }
  }
  return missing
}

/** true where nothing can be missing between two invocations of one container that follow each other. */
export function follows(before: SettledInvocation, after: SettledInvocation): boolean {
  if (before.end === null) return false
  const [one, two] = [before.row.containerInvocation, after.row.containerInvocation]
  if (one !== undefined && two !== undefined) return two === one + 1
  // A log stream is written by its container alone and read whole; spans of other tools may be sampled.
  return before.row.sources.includes('log') && after.row.sources.includes('log')
}
