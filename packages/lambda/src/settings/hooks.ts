import { attempt, isThenable, settled } from '../call/shield.ts'
import type { Report } from './ladder.ts'

// The user's own functions: what they throw, reject or give that is of no use costs an attribute, never a span.

/** What may stand as an attribute. */
export type AttributeValue = string | number | boolean

const MOST_ATTRIBUTES = 64
/** A line of the log has room for some 256 kB; beyond that its spans are lost. */
const MOST_CHARACTERS = 8192

/** What the function gives, as far as it can be sent. What cannot is reported by its kind, each kind once. */
export function attributesBy(
  rule: (event: unknown, context: unknown) => unknown,
  report: Report,
): (event: unknown, context: unknown) => Record<string, AttributeValue> {
  return (event, context) => attempt(() => readAttributes(settled(rule(event, context)), report), {})
}

function readAttributes(given: unknown, report: Report): Record<string, AttributeValue> {
  if (given === undefined || given === null) return {}
  if (typeof given !== 'object' || isThenable(given)) {
    report(`attributes must give an object, got ${isThenable(given) ? 'a promise' : typeof given}`)
    return {}
  }
  const names = Object.keys(given)
  if (names.length > MOST_ATTRIBUTES) {
    report(
      `attributes must give ${MOST_ATTRIBUTES} values at most, got ${names.length}: the rest is left out`,
    )
  }
  const kept: Record<string, AttributeValue> = {}
  for (const name of names.slice(0, MOST_ATTRIBUTES)) {
    const value = attempt(() => Reflect.get(given, name) as unknown, undefined)
    if (value === undefined) continue
    const sent = attributeOf(value)
    if (sent === undefined) report(`attributes must give texts, numbers and booleans, got ${typeof value}`)
    else kept[name] = sent
    if (typeof value === 'string' && value.length > MOST_CHARACTERS) {
      report(
        `attributes must give texts of ${MOST_CHARACTERS} characters at most, got ${value.length}: it is cut`,
      )
    }
  }
  return kept
}

/** One value, cut to what may be sent; undefined for what is none. */
export function attributeOf(value: unknown): AttributeValue | undefined {
  if (typeof value === 'string')
    return value.length > MOST_CHARACTERS ? value.slice(0, MOST_CHARACTERS) : value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'boolean' ? value : undefined
}
