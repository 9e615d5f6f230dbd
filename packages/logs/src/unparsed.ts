/** Something a file held that was not understood. */
export interface UnparsedExample {
  /** Where in the file, such as `events[12]`. */
  readonly place: string
  /** The beginning of what stood there. */
  readonly message: string
  readonly reason: string
}

/** All that was not understood: the count is whole, the examples are the first few. */
export interface Unparsed {
  readonly count: number
  readonly examples: readonly UnparsedExample[]
}

const MOST_EXAMPLES = 5
const EXCERPT_CHARACTERS = 120

export interface UnparsedList {
  add(place: string, message: string, reason: string): void
  result(): Unparsed
}

/** A list that counts everything and keeps the first few. */
export function unparsedList(): UnparsedList {
  const examples: UnparsedExample[] = []
  let count = 0
  return {
    add(place, message, reason) {
      count++
      if (examples.length < MOST_EXAMPLES) examples.push({ place, message: excerpt(message), reason })
    },
    result: () => ({ count, examples }),
  }
}

function excerpt(message: string): string {
  const text = message.trim()
  return text.length > EXCERPT_CHARACTERS ? `${text.slice(0, EXCERPT_CHARACTERS)}...` : text
}
