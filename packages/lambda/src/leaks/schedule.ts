/** Which invocations of a process are looked at. */
export interface Schedule {
  /** Asked once for each, in order. */
  isDue(ordinal: number): boolean
  /** The last look took so long that the processor must have been elsewhere. */
  pressed(was: boolean): void
}

export const everyInvocation: Schedule = { isDue: () => true, pressed: () => {} }

const SHORTEST_GAP = 20
const LONGEST_GAP = 50

// A function of little memory has a twentieth of a processor: what it spends on us, a caller waits for twenty times.
const MOST_PATIENCE = 8

/**
 * The first two invocations, then one in 20 to 50 at random: a fixed period met the traffic's own rhythm and lost leaks.
 * Under pressure the gaps double, up to eightfold.
 */
export function sampledInvocations(random: () => number): Schedule {
  let next = 1
  let patience = 1
  return {
    isDue(ordinal) {
      if (ordinal < next) return false
      const gap = SHORTEST_GAP + Math.floor(random() * (LONGEST_GAP - SHORTEST_GAP + 1))
      next = ordinal === 1 ? 2 : ordinal + gap * patience
      return true
    },
    pressed(was) {
      patience = was ? Math.min(MOST_PATIENCE, patience * 2) : 1
    },
  }
}
