import { isHolder, type PrivateFields } from './measure.ts'
import type { ScopeReader } from './scopes.ts'

/** Each costs 0.1 ms: in production a look has room for so many. */
const MOST_HURRIED = 4
const MOST = 64
/** A class and those it extends. */
const DEEPEST = 3

const declared = new WeakMap<Function, boolean>()

/** For one look: the fields of an instance, and of a class itself, that no property leads to. */
export function readPrivateFields(reader: ScopeReader, hurried: boolean): PrivateFields {
  const read = new Map<object, ReturnType<PrivateFields>>()
  const most = hurried ? MOST_HURRIED : MOST
  // Each judge asks for them.
  return (value) => {
    const known = read.get(value)
    if (known || !mayHave(value) || read.size >= most) return known ?? []
    const fields = reader.privateFields(value)
    read.set(value, fields)
    return fields
  }
}

function mayHave(value: object): boolean {
  if (typeof value === 'function') return declaresPrivate(value)
  let prototype: unknown = Object.getPrototypeOf(value)
  for (let depth = 0; depth < DEEPEST && isHolder(prototype); depth += 1) {
    if (prototype === Object.prototype || prototype === Array.prototype) return false
    const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
    if (typeof made === 'function' && declaresPrivate(made)) return true
    prototype = Object.getPrototypeOf(prototype)
  }
  return false
}

// Read once: the text of a class is as long as the class.
function declaresPrivate(made: Function): boolean {
  const known = declared.get(made)
  if (known !== undefined) return known
  const text = Function.prototype.toString.call(made)
  const has = text.startsWith('class') && /[{};\s]#[\w$]+\s*[=;}\n]/.test(text)
  declared.set(made, has)
  return has
}
