import { ThermoclineError } from '@thermocline/wire'
import type { OtlpLimits } from './limits.ts'
import { tooLarge } from './limits.ts'

// Reads checked values out of parsed JSON, and knows where it is for the error.

export type JsonObject = Readonly<Record<string, unknown>>

/** A value that stands in a field, with its index where the field is a list. */
export interface Item {
  readonly value: unknown
  readonly index?: number
}

/** Where the walk is: steps are pushed on the way in and popped on the way out, and read only by an error. */
export interface Place {
  readonly limits: OtlpLimits
  readonly steps: string[]
  bounded(what: string, most: number, count: number): void
}

export function placeOf(limits: OtlpLimits): Place {
  const place: Place = {
    limits,
    steps: [],
    bounded(what, most, count) {
      if (count > most) throw tooLarge(`${what} (${pathOf(place)})`, most, count)
    },
  }
  return place
}

/** Throws `bad_otlp` unless the bytes are UTF-8 and JSON. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw new ThermoclineError('bad_otlp', `body must be JSON in UTF-8, got: ${(error as Error).message}`)
  }
}

/** What `read` makes of the object in `field`, one step further in. */
export function inside<Result>(
  place: Place,
  field: string,
  item: Item,
  read: (message: JsonObject) => Result,
): Result {
  place.steps.push(item.index === undefined ? `.${field}` : `.${field}[${item.index}]`)
  const result = read(objectOf(item.value, place))
  // Not in a finally: after a throw the steps tell the error's place.
  place.steps.pop()
  return result
}

export function objectOf(value: unknown, place: Place): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw refuse(place, 'must be an object', value)
}

/** The entries of a list; none where it is absent or null. */
export function itemsOf(message: JsonObject, field: string, place: Place, most: number = Infinity): Item[] {
  const list = message[field] ?? []
  if (!Array.isArray(list)) throw refuse(place, `${field} must be an array`, list)
  place.bounded(field, most, list.length)
  return list.map((value: unknown, index) => ({ value, index }))
}

export function textOf(message: JsonObject, field: string, place: Place): string {
  const value = message[field] ?? ''
  if (typeof value !== 'string') throw refuse(place, `${field} must be a string`, value)
  const most = place.limits.stringBytes
  // A character is at least a byte: only long strings are worth counting.
  if (value.length * 3 > most) place.bounded(`bytes of ${field}`, most, Buffer.byteLength(value))
  return value
}

/** Lower-case hex of exactly `digits` digits; `undefined` where it is empty. */
export function idOf(message: JsonObject, field: string, digits: number, place: Place): string | undefined {
  const value = message[field] ?? ''
  if (value === '') return undefined
  if (typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/i.test(value))
    return value.toLowerCase()
  throw refuse(place, `${field} must be ${digits} hexadecimal digits`, value)
}

/** An enum's number; its name is understood as well, because exporters that write it exist. */
export function enumOf(message: JsonObject, field: string, names: readonly string[], place: Place): number {
  const value = message[field] ?? 0
  if (Number.isInteger(value)) return value as number
  const number = typeof value === 'string' ? names.indexOf(value) : -1
  if (number === -1) throw refuse(place, `${field} must be an integer`, value)
  return number
}

/** Nanoseconds as a string or number, in whole microseconds. */
export function timeOf(message: JsonObject, field: string, place: Place): number {
  const value = message[field] ?? 0
  // A JSON number of nanoseconds has lost its last digits in the parser, but keeps the microseconds within one.
  if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) return Math.floor(value / 1000)
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return Number(BigInt(value) / 1000n)
  throw refuse(place, `${field} must be nanoseconds, a string of digits`, value)
}

/** Beyond 2^53 a decimal string, as from protobuf. */
export function int64Of(message: JsonObject, field: string, place: Place): number | string {
  const value = message[field]
  if (Number.isSafeInteger(value)) return value as number
  const text = String(value)
  if (/^-?\d{1,20}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)) {
    const number = Number(text)
    return Number.isSafeInteger(number) ? number : BigInt(text).toString()
  }
  throw refuse(place, `${field} must be a 64-bit integer`, value)
}

/** Base64 of either alphabet, given back in the standard one. */
export function bytesOf(message: JsonObject, field: string, place: Place): string {
  const value = textOf(message, field, place)
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(value))
    throw refuse(place, `${field} must be base64`, value.slice(0, 40))
  return Buffer.from(value, 'base64').toString('base64')
}

/** "$.resourceSpans[0]: ..., got ..." with code `bad_otlp`. */
export function refuse(place: Place, reason: string, got?: unknown): ThermoclineError {
  const met = got === undefined ? '' : `, got ${excerpt(got)}`
  return new ThermoclineError('bad_otlp', `${pathOf(place)}: ${reason}${met}`)
}

function pathOf(place: Place): string {
  return `$${place.steps.join('')}`
}

/** Lists and objects are only named: JSON.stringify would exhaust the stack where they are nested deep enough. */
function excerpt(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
