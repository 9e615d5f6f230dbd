// No name that stands in an attribute needs as many; an ARN has 2,048 at most.
const MAX_CHARS = 2048

/** What a pattern's first group finds in a text; undefined for what does not fit, or is too long to be a name. */
export function within(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && value.length <= MAX_CHARS ? pattern.exec(value)?.[1] : undefined
}

/** A resource's name: the one in its ARN, or as it stands where it is none. */
export function nameOf(value: unknown): string | undefined {
  // Some services put a type before the name (`table/orders/stream/...`), others do not (`orders`).
  return within(value, /^arn:(?:[^:]*:){4}(?:[a-z]+\/)?([\w.-]+)/) ?? within(value, /^(?!arn:)(.+)/)
}
