import type { Attributes } from '@thermocline/wire'
import type { Range } from './plausible.ts'
import { isWithin } from './plausible.ts'
import type { Tallies } from './tally.ts'

// Attributes as somebody else wrote them: text and words of another type count as absent.

/** A string that is not empty. */
export function textIn(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The first string of a list, or the string itself. */
export function firstTextIn(attributes: Attributes, name: string): string | undefined {
  const value = attributes[name]
  if (!Array.isArray(value)) return textIn(attributes, name)
  const [first] = value as readonly unknown[]
  return typeof first === 'string' && first !== '' ? first : undefined
}

/** The number where it lies in the range; what else stands there is noted, by its name, and left out. */
export function numberIn(
  attributes: Attributes,
  name: string,
  range: Range,
  notes: Tallies,
): number | undefined {
  const value = attributes[name] ?? undefined
  if (value === undefined) return undefined
  // Decoders give integers beyond 2^53, NaN and the infinities as text: those are noted too.
  if (typeof value === 'number' && isWithin(value, range)) return value
  notes.add(`${name} out of range: left out of what is counted`)
  return undefined
}

/** The value where it is one of the words, else `undefined`. */
export function wordIn<Word extends string>(
  attributes: Attributes,
  name: string,
  words: readonly Word[],
): Word | undefined {
  return words.find((word) => word === attributes[name])
}

/** The object without its absent fields, as rows want it. */
export function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  const kept: Partial<Fields> = {}
  // A plain loop: by way of Object.entries and fromEntries this was the dearest step of a sighting.
  for (const name of Object.keys(fields) as (keyof Fields)[]) {
    if (fields[name] !== undefined) kept[name] = fields[name]
  }
  return kept as { [Name in keyof Fields]: Exclude<Fields[Name], undefined> }
}
