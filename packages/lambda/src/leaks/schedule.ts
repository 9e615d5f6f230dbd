/** Says whether the n-th invocation of a process is one to look at. Asked once for each, in order. */
export type Schedule = (ordinal: number) => boolean

export const everyInvocation: Schedule = () => true

const SHORTEST_GAP = 20
const LONGEST_GAP = 50

/**
 * The first two invocations, then one in 20 to 50 at random: a fixed period met the traffic's own rhythm and lost leaks.
 */
export function sampledInvocations(random: () => number): Schedule {
  let next = 1
  return (ordinal) => {
    if (ordinal < next) return false
    next =
      ordinal === 1 ? 2 : ordinal + SHORTEST_GAP + Math.floor(random() * (LONGEST_GAP - SHORTEST_GAP + 1))
    return true
  }
}
