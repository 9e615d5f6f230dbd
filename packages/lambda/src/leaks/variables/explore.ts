import { isHolder, type Ruler } from './measure.ts'
import type { Scope, ScopeReader } from './scopes.ts'

/** A scope of the user's code, found again at each look by a function that sees it. */
export interface Place {
  readonly viewer: WeakRef<Function>
  readonly level: number
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

export function createExplorer(
  handler: Function,
  ruler: Ruler,
  isOurs: (value: object) => boolean,
): Explorer {
  builtin ??= builtinValues()
  const queued = new WeakSet<object>()
  const queue: Function[] = []
  const places: (Place & { readonly face: Face })[] = []
  let seen = 0

  function enqueue(value: unknown): void {
    if (!isHolder(value) || queued.has(value) || builtin?.has(value) || isOurs(value)) return
    queued.add(value)
    if (typeof value === 'function') queue.push(value)
    for (const [, member] of ruler.inside(value).members) if (typeof member === 'function') enqueue(member)
    for (const method of methodsOf(value)) enqueue(method)
    enqueue(exportGetter(value))
  }

  function visit(viewer: Function, scope: Scope): void {
    const { level } = scope
    const face = faceOf(scope)
    if (isInternal(scope) || places.some((known) => sameFace(known.face, face))) return
    places.push({ viewer: new WeakRef(viewer), level, face })
    for (const name of scope.names()) if (!isModuleWord(name)) enqueue(scope.value(name))
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
        const viewer = queue.shift()
        seen += 1
        if (!viewer) return
        const scopes = isNative(viewer) ? [] : reader.scopes(viewer)
        // A function of Node's own sees `primordials` in some scope: none of its scopes is the user's.
        if (!scopes.some(isInternal)) {
          for (const scope of scopes) visit(viewer, scope)
        }
      }
    },
  }
}

/** Words of CommonJS that lead into Node, not into the user's state. */
export function isModuleWord(name: string): boolean {
  return name === 'require' || name === 'module'
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

function isInternal(scope: Scope): boolean {
  return scope.names().some((name) => PRIMORDIAL.test(name))
}

/** What one scope looks like: its names, and which of its values have an identity. */
interface Face {
  readonly names: string
  readonly values: readonly WeakRef<object>[]
}

function faceOf(scope: Scope): Face {
  const names = scope.names()
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
