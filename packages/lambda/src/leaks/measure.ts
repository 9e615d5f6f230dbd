import { types } from 'node:util'

/** Something that can grow, reached from a variable. */
export interface Measured {
  /** Names from the variable inwards: the first is the variable's, the others are property names. */
  readonly path: readonly string[]
  readonly holder: object
  readonly size: number
}

// An object with more own keys than this is itself the map; its values are not looked into.
const MAX_MEMBERS = 32
// Counting an object's keys lists them all: about 1 ms here. Who has grown this far has been told already.
const MAX_COUNTED_KEYS = 10_000

/**
 * The arrays, maps, sets and plain objects that a variable holds, itself or one level in: fields of an instance, statics
 * of a class, members of an object. Runs no getter and no proxy trap of the user's.
 */
export function measure(name: string, value: unknown, lastSizes: WeakMap<object, number>): Measured[] {
  if (!isHolder(value)) return []
  const own = sizeOf(value, lastSizes)
  const found = own === undefined ? [] : [{ path: [name], holder: value, size: own }]
  // Listing the keys of a large map costs as much as counting them, and gives nothing.
  const inner = own !== undefined && own > MAX_MEMBERS ? [] : members(value)
  for (const [property, member] of inner) {
    const size = isHolder(member) ? sizeOf(member, lastSizes) : undefined
    if (size !== undefined) found.push({ path: [name, property], holder: member as object, size })
  }
  for (const measured of found) lastSizes.set(measured.holder, measured.size)
  return found
}

/** Own data properties, where they are few enough to be fields and not entries. */
export function members(value: object): [string, unknown][] {
  if (types.isMap(value) || types.isSet(value) || ArrayBuffer.isView(value)) return []
  if (Array.isArray(value) && value.length > MAX_MEMBERS) return []
  const names = Object.getOwnPropertyNames(value)
  if (names.length > MAX_MEMBERS) return []
  return names.flatMap((name) => {
    const property = Object.getOwnPropertyDescriptor(value, name)
    return property && 'value' in property ? [[name, property.value]] : []
  })
}

export function isHolder(value: unknown): value is object {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') && !types.isProxy(value)
  )
}

function sizeOf(value: object, lastSizes: WeakMap<object, number>): number | undefined {
  if (Array.isArray(value)) return value.length
  if (types.isMap(value)) return builtinSize(Map.prototype, value)
  if (types.isSet(value)) return builtinSize(Set.prototype, value)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return undefined
  const last = lastSizes.get(value) ?? 0
  return last > MAX_COUNTED_KEYS ? last : Object.keys(value).length
}

// By the built-in's own getter, so that a subclass's is not run.
function builtinSize(prototype: object, value: object): number {
  return Reflect.get(prototype, 'size', value) as number
}
