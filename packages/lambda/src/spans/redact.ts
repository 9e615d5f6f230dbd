import { attempt, settled } from '../call/shield.ts'
import { attributeOf } from '../settings/hooks.ts'
import type { Options } from '../settings/settings.ts'
import type { Redact } from './encode.ts'
import type { Attributes } from './otel.ts'

/** What may be sent by the user's rule. Where his function throws, the attribute is left out. */
export function redactBy(rule: NonNullable<Options['redact']>): Redact {
  return (attributes) => {
    const kept: Attributes = {}
    for (const [name, value] of Object.entries(attributes)) {
      const given = attempt(() => sendable(settled(rule(name, value))), undefined)
      if (given !== undefined) kept[name] = given
    }
    return kept
  }
}

function sendable(value: unknown): Attributes[string] {
  if (!Array.isArray(value)) return attributeOf(value)
  const items = value
    .slice(0, MOST_ITEMS)
    .map(attributeOf)
    .filter((item) => item !== undefined)
  // A list is of one type, as OpenTelemetry has it.
  return items.filter((item) => typeof item === typeof items[0]) as Attributes[string]
}

const MOST_ITEMS = 256
