/** How often something was met, and what. */
export interface Tally {
  readonly count: number
  readonly reason: string
}

export interface Tallies {
  add(reason: string): void
  list(): Tally[]
}

export function tallies(): Tallies {
  const counts = new Map<string, number>()
  return {
    add: (reason) => void counts.set(reason, (counts.get(reason) ?? 0) + 1),
    list: () => [...counts].map(([reason, count]) => ({ count, reason })),
  }
}
