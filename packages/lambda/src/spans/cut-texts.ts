import type { Attributes } from './otel.ts'

/** A span has 128 attributes and events at most: with so much of each it is far from filling a line of the log. */
const MOST_CHARACTERS = 256
const MOST_ITEMS = 16

/** What is left of attributes that take too much room: their names, numbers and the beginnings of their texts. */
export function cutTexts(attributes: Attributes): Attributes {
  const cut: Attributes = {}
  for (const [name, value] of Object.entries(attributes)) {
    cut[name] = Array.isArray(value)
      ? (value.slice(0, MOST_ITEMS).map(cutText) as Attributes[string])
      : cutText(value)
  }
  return cut
}

function cutText<T>(value: T): T | string {
  return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : value
}
