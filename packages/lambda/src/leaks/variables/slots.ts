import type { Look } from '../detector.ts'
import type { Place } from './explore.ts'
import { isHolder, type Ruler } from './measure.ts'

/** A variable or a field, as it is met at a look. */
export interface Met {
  readonly place: Place
  /** The variable's name, then those of properties. */
  readonly path: readonly string[]
  /** A scalar, or a list. */
  readonly value: unknown
  /** The objects that lead to it, from the variable inwards; of a list, itself too. */
  readonly owners: readonly object[]
}

/** What is kept of a slot to name it by: what stood around its value at the last look. */
export interface Owned {
  owners: readonly WeakRef<object>[]
  /** How much of its path leads to what was put there anew with the value. */
  depth: number
}

const DEEPEST = 4

/** Shows every value that one variable holds, down to the lists, whose items have no names. */
export function walkSlots(
  ruler: Ruler,
  { place, path, value, owners }: Met,
  look: Look,
  visit: (met: Met) => void,
): void {
  if (!isHolder(value)) {
    visit({ place, path, value, owners })
    return
  }
  const inside = [...owners, value]
  if (Array.isArray(value)) visit({ place, path, value, owners: inside })
  else if (path.length <= DEEPEST && !look.overdue()) {
    for (const [name, member] of ruler.inside(value).members)
      walkSlots(ruler, { place, path: [...path, name], value: member, owners: inside }, look, visit)
  }
}

/** Remembers what leads to a slot now, and, where its value is another, how much of that is new with it. */
export function follow(slot: Owned, owners: readonly object[], isOther: boolean): void {
  if (isOther && slot.owners.length > 0) {
    const at = owners.findIndex((owner, index) => slot.owners[index]?.deref() !== owner)
    if (at !== -1) slot.depth = Math.min(slot.depth, at + 1)
  }
  slot.owners = owners.map((owner) => new WeakRef(owner))
}
