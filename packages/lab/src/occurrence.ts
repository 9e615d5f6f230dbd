/**
 * Something that happens at most once, and that one may stop to wait for. A promise keeps whoever ever waited for it,
 * with all they hold, for as long as it stays open: here that is as long as a container lives.
 */
export interface Occurrence<T> {
  /** The first time counts. */
  happen(value: T): void
  /** `undefined` until it has happened. */
  value(): T | undefined
  /** Calls the listener when it happens, at once if it has; what is given back takes the listener away. */
  listen(listener: (value: T) => void): () => void
}

export function openOccurrence<T>(): Occurrence<T> {
  const listeners = new Set<(value: T) => void>()
  let happened: { readonly value: T } | null = null
  return {
    happen(value) {
      if (happened !== null) return
      happened = { value }
      for (const listener of listeners) listener(value)
      listeners.clear()
    },
    value: () => happened?.value,
    listen(listener) {
      if (happened !== null) listener(happened.value)
      else listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
