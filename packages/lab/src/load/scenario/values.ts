import { ThermoclineError } from '@thermocline/wire'
import { badPlace, given } from './place.ts'
import type { Place } from './place.ts'

// Single values out of a file. Each throws `bad_setting` naming the place, what was wanted and what was met.

/** What `read` makes of it, or the fallback where there is nothing. */
export function optional<T, F>(place: Place, read: (place: Place) => T, fallback: F): T | F {
  return given(place) ? read(place) : fallback
}

/** A number from `least` to `most`, both inside. */
export function number(least: number, most: number): (place: Place) => number {
  return (place) => {
    const { value } = place
    if (typeof value === 'number' && value >= least && value <= most) return value
    throw badPlace(place, `a number from ${least} to ${most}`)
  }
}

/** A whole number from `least` to `most`, both inside. */
export function whole(least: number, most: number): (place: Place) => number {
  return (place) => {
    const { value } = place
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
      return value as number
    throw badPlace(place, `a whole number from ${least} to ${most}`)
  }
}

/** A text that is not empty. */
export function text(place: Place): string {
  const { value } = place
  if (typeof value === 'string' && value !== '') return value
  throw badPlace(place, 'a text')
}

export function truth(place: Place): boolean {
  const { value } = place
  if (typeof value === 'boolean') return value
  throw badPlace(place, 'true or false')
}

export function oneOf<T extends string>(choices: readonly T[]): (place: Place) => T {
  return (place) => {
    const found = choices.find((choice) => choice === place.value)
    if (found !== undefined) return found
    throw badPlace(place, choices.join(' or '))
  }
}

/** What `read` makes of it; a refusal that names the thing by its own name gets the place in front. */
export function within<T>({ path, owner }: Place, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ThermoclineError)) throw error
    throw new ThermoclineError(error.code, `${path} of ${owner}: ${error.message}`, { cause: error })
  }
}
