import type { Place } from './explore.ts'

/** What a judge knows of the variables and fields of each place, by the names that lead to them. */
export interface PathMemory<T> {
  get(place: Place, path: readonly string[]): T | undefined
  /** What is known, or what is made now; undefined where the place has as many as may be kept. */
  recall(place: Place, path: readonly string[], make: () => T): T | undefined
  set(place: Place, path: readonly string[], value: T): void
}

/** Nothing in it outlives the place. `most`: of one place; a user's own keys may be among the names. */
export function createPathMemory<T>(most: number): PathMemory<T> {
  const byPlace = new WeakMap<Place, Map<string, T>>()

  function ofPlace(place: Place): Map<string, T> {
    const known = byPlace.get(place) ?? new Map<string, T>()
    byPlace.set(place, known)
    return known
  }

  return {
    get: (place, path) => byPlace.get(place)?.get(path.join('\0')),
    recall(place, path, make) {
      const all = ofPlace(place)
      const id = path.join('\0')
      const known = all.get(id)
      if (known !== undefined || all.size >= most) return known
      const made = make()
      all.set(id, made)
      return made
    },
    set: (place, path, value) => void ofPlace(place).set(path.join('\0'), value),
  }
}
