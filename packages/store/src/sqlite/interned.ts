import type { Statement } from 'better-sqlite3'

/** The row ids of texts that come again and again. */
interface Interned {
  /** The id of the text, which is added when it is new. */
  id(text: string): number
  /** To be called after a rollback, or when all rows are gone: ids it gave are no more. */
  forget(): void
}

// One resource per process of a container: enough for every container that is alive.
const MOST_REMEMBERED = 10_000

export function interned(find: Statement<[string], number>, add: (text: string) => number): Interned {
  const ids = new Map<string, number>()
  return {
    id(text) {
      const remembered = ids.get(text)
      if (remembered !== undefined) return remembered
      const id = find.get(text) ?? add(text)
      if (ids.size >= MOST_REMEMBERED) ids.clear()
      ids.set(text, id)
      return id
    },
    forget: () => ids.clear(),
  }
}
