/** What is to come, by when: a binary heap. Of what is due at the same moment, the first added comes first. */
export interface Agenda<T> {
  add(at: number, what: T): void
  /** When the earliest is due; `Infinity` when there is nothing. */
  next(): number
  /** Removes and gives the earliest; throws when there is nothing. */
  take(): T
}

interface Entry<T> {
  readonly at: number
  readonly order: number
  readonly what: T
}

export function openAgenda<T>(): Agenda<T> {
  const heap: Entry<T>[] = []
  let order = 0

  function rise(index: number): void {
    const parent = (index - 1) >> 1
    if (index === 0 || !isBefore(heap[index]!, heap[parent]!)) return
    swap(index, parent)
    rise(parent)
  }

  function sink(index: number): void {
    const [left, right] = [2 * index + 1, 2 * index + 2]
    const least = [left, right].reduce(
      (best, child) => (child < heap.length && isBefore(heap[child]!, heap[best]!) ? child : best),
      index,
    )
    if (least === index) return
    swap(index, least)
    sink(least)
  }

  function swap(a: number, b: number): void {
    const held = heap[a]!
    heap[a] = heap[b]!
    heap[b] = held
  }

  return {
    add(at, what) {
      heap.push({ at, order: order++, what })
      rise(heap.length - 1)
    },
    next: () => heap[0]?.at ?? Infinity,
    take() {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) throw new RangeError('nothing is to come')
      if (heap.length > 0) {
        heap[0] = last
        sink(0)
      }
      return first.what
    },
  }
}

function isBefore<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}
