import { type Cause, CAUSES, type InitPoint } from '@thermocline/wire'

/** Inits of one cause. */
export interface CauseGroup {
  readonly cause: Cause
  readonly inits: readonly InitPoint[]
  readonly share: number
  /** Null where no duration is known. */
  readonly medianMs: number | null
  readonly confidence: number
  /** Newest. */
  readonly example: InitPoint
}

/** Inits by cause, the commonest first. */
export function causeGroups(inits: readonly InitPoint[]): readonly CauseGroup[] {
  return CAUSES.flatMap((cause) => {
    const own = inits.filter((init) => init.cause.cause === cause)
    const example = own.at(-1)
    if (example === undefined) return []
    const confidence = own.reduce((sum, init) => sum + init.cause.confidence, 0) / own.length
    return [
      { cause, inits: own, share: own.length / inits.length, medianMs: medianMs(own), confidence, example },
    ]
  }).toSorted((a, b) => b.inits.length - a.inits.length)
}

// Nearest rank, as everywhere.
function medianMs(inits: readonly InitPoint[]): number | null {
  const known = inits
    .flatMap((init) => (init.durationMs === null ? [] : [init.durationMs]))
    .toSorted((a, b) => a - b)
  return known[Math.ceil(known.length / 2) - 1] ?? null
}
