/** A place in a line, by which its holder leaves it. */
export interface Place<T> {
  readonly value: T
  readonly order: number
  before: Place<T> | null
  after: Place<T> | null
}

/** Things in ascending order; joining at the end and leaving from anywhere take constant time. */
export interface Line<T> {
  first(): T | null
  last(): T | null
  size(): number
  /** `order` is mostly the greatest so far: the place is looked for from the end. Ties keep the order of `tie`, ascending. */
  join(value: T, order: number): Place<T>
  leave(place: Place<T>): void
}

export function openLine<T>(tie: (value: T) => number): Line<T> {
  let [head, tail]: [Place<T> | null, Place<T> | null] = [null, null]
  let size = 0

  function comesAfter(place: Place<T>, value: T, order: number): boolean {
    return place.order > order || (place.order === order && tie(place.value) > tie(value))
  }

  return {
    first: () => head?.value ?? null,
    last: () => tail?.value ?? null,
    size: () => size,
    join(value, order) {
      let before = tail
      while (before !== null && comesAfter(before, value, order)) before = before.before
      const after = before === null ? head : before.after
      const place: Place<T> = { value, order, before, after }
      if (before === null) head = place
      else before.after = place
      if (after === null) tail = place
      else after.before = place
      size += 1
      return place
    },
    leave(place) {
      if (place.before === null) head = place.after
      else place.before.after = place.after
      if (place.after === null) tail = place.before
      else place.after.before = place.before
      size -= 1
    },
  }
}
