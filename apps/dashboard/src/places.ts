/** How far down each step of the browser's history was left, so that Back and Forward return to the line read last. */
export interface Places {
  /** The step the page is at gets its place, before the page goes on. */
  readonly leave: (top: number) => void
  /** Goes on to a new step; its number is to be kept with it in the history. */
  readonly push: () => number
  /** Goes to a step of the history; where it was left in pixels, null where that is not known. */
  readonly arrive: (step: number) => number | null
  /** All of it as text, for {@link createPlaces} after a reload. */
  readonly text: () => string
}

/** `stored` is what {@link Places.text} gave before a reload, null at the first load; what cannot be read is left. */
export function createPlaces(stored: string | null): Places {
  const tops = new Map(readTops(stored))
  let now = 0
  return {
    leave: (top) => void tops.set(now, top),
    push: () => {
      now = Math.max(now, ...tops.keys()) + 1
      return now
    },
    arrive: (step) => {
      now = step
      return tops.get(step) ?? null
    },
    text: () => JSON.stringify([...tops].slice(-KEPT)),
  }
}

const KEPT = 200

function readTops(stored: string | null): readonly (readonly [number, number])[] {
  try {
    const read: unknown = JSON.parse(stored ?? '[]')
    return Array.isArray(read) ? read.filter(isTop) : []
  } catch {
    return []
  }
}

function isTop(pair: unknown): pair is readonly [number, number] {
  return Array.isArray(pair) && pair.length === 2 && pair.every((value) => Number.isFinite(value))
}
