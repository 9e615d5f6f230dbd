import { badSetting, ThermoclineError } from '@thermocline/wire'
import { hint } from './hint.ts'

/** A value somewhere in a file, with what messages call it. */
export interface Place {
  readonly value: unknown
  /** As `traffic[0].everyMs`; empty for the whole. */
  readonly path: string
  /** What the file is called. */
  readonly owner: string
}

/** "traffic[0].everyMs of steady.json must be a number from 1 to 86400000, got "soon"" with code `bad_setting`. */
export function badPlace(place: Place, wanted: string): ThermoclineError {
  return badSetting(nameOf(place), wanted, place.value)
}

export function nameOf({ path, owner }: Place): string {
  return path === '' ? owner : `${path} of ${owner}`
}

/** Whether there is a value at all. */
export function given({ value }: Place): boolean {
  return value !== undefined
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The places in an object; throws `bad_setting` when it is none, and for a field that is not known. */
export function fieldsOf<K extends string>(place: Place, known: readonly K[]): Record<K, Place> {
  const { value, path, owner } = place
  if (!isObject(value)) throw badPlace(place, 'an object')
  const unknown = Object.keys(value).find((key) => !known.includes(key as K))
  if (unknown !== undefined) {
    const message = `${nameOf(place)} must have known fields only, got "${unknown}": ${hint(unknown, known)}`
    throw new ThermoclineError('bad_setting', message)
  }
  const at = (key: K): Place => ({
    value: value[key],
    path: path === '' ? key : `${path}.${key}`,
    owner,
  })
  return Object.fromEntries(known.map((key) => [key, at(key)])) as Record<K, Place>
}

/** The places in a list of at least so many; throws `bad_setting` when it is none. */
export function itemsOf(place: Place, least: number): Place[] {
  const { value, path, owner } = place
  if (Array.isArray(value) && value.length >= least)
    return value.map((item: unknown, index) => ({ value: item, path: `${path}[${index}]`, owner }))
  throw badPlace(place, least === 0 ? 'a list' : `a list of ${least} or more`)
}
