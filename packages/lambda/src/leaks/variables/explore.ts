import { isHolder, type Ruler } from './measure.ts'
import type { OwnCode } from '../code/own-names.ts'
import type { Scope, ScopeReader, View } from './scopes.ts'

/** A scope of the user's code, found again at each look by a function that sees it. */
export interface Place {
  readonly viewer: WeakRef<Function>
  readonly level: number
  /** The user's variables there. */
  readonly names: readonly string[]
  /** True for globalThis, which every function sees. */
  readonly isGlobal?: boolean
}

/** Walks from the handler through every function that its variables hold, and lists their scopes once each. */
export interface Explorer {
  readonly places: readonly Place[]
  /** Goes on where the last call stopped, until all is seen or the time is over. */
  explore(reader: ScopeReader, overdue: () => boolean): void
}

// Bounds for a bundle with whole SDKs inside; the handler's own modules are met first.
const MAX_FUNCTIONS = 600
const MAX_PLACES = 200
/** What shows so many functions of a dependency is the dependency's: the rest of its functions lead nowhere else. */
const SURELY_FOREIGN = 3

/** Functions that one value holds, or its prototype. */
interface Group {
  foreign: number
}

export function createExplorer(
  handler: Function,
  ruler: Ruler,
  isOurs: (value: object) => boolean,
  own: OwnCode,
): Explorer {
  builtin ??= builtinValues()
  const queued = new WeakSet<object>()
  const queue: { readonly viewer: Function; readonly group: Group }[] = []
  const places: (Place & { readonly face: Face })[] = []
  let seen = 0

  function enqueue(value: unknown, group: Group = { foreign: 0 }): void {
    if (!isHolder(value) || queued.has(value) || builtin?.has(value) || isOurs(value)) return
    queued.add(value)
    if (typeof value === 'function') queue.push({ viewer: value, group })
    const inside: Group = { foreign: 0 }
    for (const [, member] of ruler.inside(value).members) {
      if (typeof member === 'function') enqueue(member, inside)
    }
    const methods: Group = { foreign: 0 }
    for (const method of methodsOf(value)) enqueue(method, methods)
    enqueue(exportGetter(value))
  }

  function visit(viewer: Function, { place, scopes }: View): void {
    const seenHere = scopes().map((scope) => ({ scope, names: own.names(scope.names(), place) }))
    // A function of Node's own sees `primordials` in some scope: none of its scopes is the user's.
    if (!seenHere.some(({ names }) => names.some(isInternal))) {
      for (const { scope, names } of seenHere) meet(viewer, scope, names.filter(isVariable))
    }
  }

  function meet(viewer: Function, scope: Scope, names: readonly string[]): void {
    const face = faceOf(scope, names)
    if (names.length === 0 || places.some((known) => sameFace(known.face, face))) return
    places.push({ viewer: new WeakRef(viewer), level: scope.level, names, face })
    for (const name of names) enqueue(scope.value(name))
  }

  function methodsOf(value: object): readonly unknown[] {
    const prototype: unknown = typeof value === 'function' ? value.prototype : Object.getPrototypeOf(value)
    if (!isHolder(prototype) || prototype === Object.prototype || prototype === Function.prototype) return []
    const { members } = ruler.inside(prototype)
    return members.map(([, member]) => member).filter((member) => typeof member === 'function')
  }

  enqueue(handler)
  return {
    places,
    explore(reader, overdue) {
      while (queue.length > 0 && seen < MAX_FUNCTIONS && places.length < MAX_PLACES && !overdue()) {
        const { viewer, group } = queue.shift() ?? {}
        if (!viewer || !group || group.foreign >= SURELY_FOREIGN || isNative(viewer)) continue
        seen += 1
        const view = reader.view(viewer)
        if (own.isForeign(view.place)) group.foreign += 1
        else visit(viewer, view)
      }
    },
  }
}

/** Words of CommonJS lead into Node, not into the user's state. */
function isVariable(name: string): boolean {
  return name !== 'require' && name !== 'module'
}

/**
 * Of what a CommonJS module exports that was an ES module: its exports are getters, which are not run. Any one of them
 * sees the module's variables.
 */
function exportGetter(value: object): unknown {
  if (!Object.hasOwn(value, '__esModule') && !Object.hasOwn(value, Symbol.toStringTag)) return undefined
  for (const name of Object.keys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, name)
    const getter: unknown = property && Reflect.get(property, 'get')
    if (getter !== undefined) return getter
  }
  return undefined
}

// What a function does not use is in none of its scopes: of Node's own some show only what they took of primordials.
const PRIMORDIAL =
  /^(?:primordials|internalBinding|timerList(?:Map|Queue)|[A-Z]\w*Prototype[A-Z]\w*|Safe(?:Map|Set|WeakMap|WeakSet|Promise\w*))$/

function isInternal(name: string): boolean {
  return PRIMORDIAL.test(name)
}

/** What one scope looks like: its names, and which of its values have an identity. */
interface Face {
  readonly names: string
  readonly values: readonly WeakRef<object>[]
}

function faceOf(scope: Scope, names: readonly string[]): Face {
  const values = names.map((name) => scope.value(name)).filter(isHolder)
  return { names: names.join(), values: values.map((value) => new WeakRef(value)) }
}

// The inspector makes a new object for a scope each time, so a scope is known by its names and half of its values:
// two calls of one factory share the names only, and a variable may have been assigned to since.
function sameFace(one: Face, other: Face): boolean {
  if (one.names !== other.names) return false
  const held = new Set(one.values.map((value) => value.deref()))
  const shared = other.values.filter((value) => held.has(value.deref())).length
  return shared * 2 >= other.values.length
}

// A bound function has no code of its own either, but what it is bound to has.
function isNative(value: Function): boolean {
  const name: unknown = Object.getOwnPropertyDescriptor(value, 'name')?.value
  const isBound = typeof name === 'string' && name.startsWith('bound ')
  return !isBound && Function.prototype.toString.call(value).endsWith('{ [native code] }')
}

let builtin: WeakSet<object> | undefined

/** Node's loaded modules and their functions: looking behind one of them takes 1-3 ms and finds nothing of the user's. */
function builtinValues(): WeakSet<object> {
  const known = new WeakSet<object>()
  const loaded: unknown = Reflect.get(process, 'moduleLoadList')
  const names = Array.isArray(loaded)
    ? loaded.map((entry) => String(entry).replace(/^NativeModule /, ''))
    : []
  for (const name of names) {
    if (/^internal|^Binding|^Internal/.test(name)) continue
    const exports: unknown = process.getBuiltinModule(name)
    if (!isHolder(exports)) continue
    known.add(exports)
    for (const property of Object.values(Object.getOwnPropertyDescriptors(exports))) {
      if (isHolder(property.value)) known.add(property.value)
    }
  }
  return known
}
