/** Which invocations of a process are looked at. */
export interface Schedule {
  /** Asked once for each, in order. */
  isDue(ordinal: number): boolean
  /** The last look took so long that the processor must have been elsewhere. */
  pressed(was: boolean): void
}

export const everyInvocation: Schedule = { isDue: () => true, pressed: () => {} }

/** Invocations from one look to the next: at random, because a fixed period met the traffic's own rhythm and lost leaks. */
interface Gap {
  readonly shortest: number
  readonly longest: number
}

/** While little is known: so many looks within the first 200 invocations, which is all that many a container gets. */
const EARLY_LOOKS = 22
const EARLY: Gap = { shortest: 5, longest: 13 }
const LATER: Gap = { shortest: 20, longest: 50 }

// A function of little memory has a twentieth of a processor: what it spends on us, a caller waits for twenty times.
const MOST_PATIENCE = 8

/** The first two invocations, then one in 5 to 13, later one in 20 to 50. Under pressure the gaps double, up to eightfold. */
export function sampledInvocations(random: () => number): Schedule {
  let next = 1
  let patience = 1
  let looks = 0
  return {
    isDue(ordinal) {
      if (ordinal < next) return false
      looks += 1
      const { shortest, longest } = looks < EARLY_LOOKS ? EARLY : LATER
      const gap = shortest + Math.floor(random() * (longest - shortest + 1))
      next = ordinal === 1 ? 2 : ordinal + gap * patience
      return true
    },
    pressed(was) {
      patience = was ? Math.min(MOST_PATIENCE, patience * 2) : 1
    },
  }
}
