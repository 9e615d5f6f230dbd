/** The items of all sources in order, each source being in order; of equal ones those of earlier sources come first. */
export function* merged<T>(sources: readonly Iterable<T>[], orderOf: (item: T) => number): Generator<T> {
  const lines = sources.map((source) => source[Symbol.iterator]())
  const heads = lines.map((line) => line.next())
  for (;;) {
    const least = earliest(heads, orderOf)
    const head = heads[least]
    if (head === undefined || head.done === true) return
    yield head.value
    heads[least] = lines[least]!.next()
  }
}

/** The index of the line whose head comes first; -1 when all are at their end. */
function earliest<T>(heads: readonly IteratorResult<T>[], orderOf: (item: T) => number): number {
  let [best, order] = [-1, Infinity]
  heads.forEach((head, index) => {
    if (head.done === true || !(orderOf(head.value) < order)) return
    best = index
    order = orderOf(head.value)
  })
  return best
}
