import { types } from '../../node-globals.ts'
import { bytesInSpaces } from '../heap-spaces.ts'

/** Something that can grow, reached from a variable. */
export interface Measured {
  /** Names from the variable inwards: the first is the variable's, the others are property names. */
  readonly path: readonly string[]
  readonly holder: object
  /** What holds it: an instance, a class, an object; undefined when the variable does. */
  readonly owner: object | undefined
  readonly size: number
}

/** The `#private` fields of an object. */
export type PrivateFields = (value: object) => Inside['members']

/** What stands in an object. */
interface Inside {
  /** Undefined for what is not there to be filled: instances and functions. */
  readonly size: number | undefined
  /** Own data properties, `#private` ones too, and a map's values, where they are few enough to be fields and not entries. */
  readonly members: readonly (readonly [name: string, value: unknown])[]
}

/** Measures without running a getter or a proxy trap of the user's, and without listing what is long to list. */
export interface Ruler {
  /** At the start of each look; hurried where it holds a caller back. Until its end `#private` fields are seen too. */
  begin(hurried: boolean, privateFields?: PrivateFields): void
  end(): void
  inside(value: object): Inside
  /** The arrays, maps, sets and plain objects that a value holds: itself, one level in, and two through plain ones. */
  measure(path: readonly string[], value: unknown): Measured[]
}

// An object with more own keys than this is itself the map; its values are not looked into.
const MAX_MEMBERS = 32
// Nothing tells how many keys an object has but listing them all, and nothing interrupts that: 0.7 ms for 5,000, 130 ms
// for 200,000. Who was once longer than this is not listed again; who grew this far has been told already.
const MAX_LISTED = 5000
// Before the first listing there is a bound: the table of an object with many keys is a large object to V8. While all
// of those are no more than this, no object has more than some 43,000 keys, which is 10 ms.
const MAX_LARGE_BYTES = 2_000_000

export function createRuler(): Ruler {
  const listed = new WeakMap<object, { size: number; largeBytes: number }>()
  let largeBytes = 0
  let privateFields: PrivateFields = noFields

  function list(value: object): readonly string[] | undefined {
    const last = listed.get(value) ?? { size: 0, largeBytes: 0 }
    if (last.size > MAX_LISTED || largeBytes - last.largeBytes > MAX_LARGE_BYTES) return undefined
    // The methods of a class do not enumerate. Elsewhere the shorter list will do: it takes a third of the time.
    const hidden = typeof value === 'function' || Object.hasOwn(value, 'constructor')
    const names = hidden ? Object.getOwnPropertyNames(value) : Object.keys(value)
    listed.set(value, { size: names.length, largeBytes })
    return names
  }

  function inside(value: object): Inside {
    if (types.isMap(value)) return { size: builtinSize(Map.prototype, value), members: valuesOf(value) }
    if (types.isSet(value)) return { size: builtinSize(Set.prototype, value), members: [] }
    if (Array.isArray(value) && value.length > MAX_MEMBERS) return { size: value.length, members: [] }
    // Each byte of a buffer and each character of a String object is a key.
    if (ArrayBuffer.isView(value) || types.isBoxedPrimitive(value)) return { size: undefined, members: [] }
    const names = list(value)
    const size = isPlain(value) ? (names?.length ?? listed.get(value)?.size) : undefined
    return {
      size: Array.isArray(value) ? value.length : size,
      members:
        names && names.length <= MAX_MEMBERS ? [...membersOf(value, names), ...privateFields(value)] : [],
    }
  }

  function measure(path: readonly string[], value: unknown, owner?: object, deeper = true): Measured[] {
    if (!isHolder(value)) return []
    const { size, members } = inside(value)
    const found = size === undefined ? [] : [{ path, holder: value, owner, size }]
    if (owner && (!deeper || !(isPlain(value) || types.isMap(value)))) return found
    return found.concat(
      members.flatMap(([name, member]) => measure([...path, name], member, value, owner === undefined)),
    )
  }

  return {
    begin(hurried, fields = noFields) {
      privateFields = fields
      largeBytes = hurried ? bytesInSpaces(/^(?:new_)?large/) : 0
    },
    end: () => void (privateFields = noFields),
    inside,
    measure: (path, value) => measure(path, value),
  }
}

function noFields(): [] {
  return []
}

export function isHolder(value: unknown): value is object {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') && !types.isProxy(value)
  )
}

export function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return types.isMap(value)
}

export function isPromise(value: unknown): value is Promise<unknown> {
  return types.isPromise(value)
}

export function isRegExp(value: unknown): value is RegExp {
  return types.isRegExp(value)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function membersOf(value: object, names: readonly string[]): [string, unknown][] {
  return names.flatMap((name) => {
    if (name === 'prototype') return []
    const property = Object.getOwnPropertyDescriptor(value, name)
    return property && 'value' in property ? [[name, property.value]] : []
  })
}

// A key is no name of code; the star says so, and what follows it keeps the places apart.
function valuesOf(map: ReadonlyMap<unknown, unknown>): [string, unknown][] {
  const found: [string, unknown][] = []
  if (builtinSize(Map.prototype, map) > MAX_MEMBERS) return found
  Map.prototype.forEach.call(map, (value, key) => {
    found.push([`*${typeof key === 'string' ? key : found.length}`, value])
  })
  return found
}

// By the built-in's own getter, so that a subclass's is not run.
function builtinSize(prototype: object, value: object): number {
  return Reflect.get(prototype, 'size', value) as number
}
