import type { Runtime, Session } from 'node:inspector'
import { attempt } from '../../call/shield.ts'
import type { FunctionPlace } from '../code/source.ts'
import { isHolder } from './measure.ts'

/** The variables that a function can see, as live values. */
export interface Scope {
  /** How far out it is: 0 is the innermost. */
  readonly level: number
  /** In the order of declaration. */
  readonly names: () => readonly string[]
  /** Read when it is asked for: a bundle has thousands of them in one scope. Undefined before its declaration is reached. */
  readonly value: (name: string) => unknown
}

/** What a function shows of the code around it. */
export interface View {
  readonly place: FunctionPlace | undefined
  /** All but the global one; of a bound function, first one with what is its `this`. */
  readonly scopes: () => readonly Scope[]
}

export interface ScopeReader {
  /** To ask takes as long as the scopes are large, whatever of the answer is used. */
  view(subject: Function): View
  /** By name, `#` included. */
  privateFields(subject: object): readonly (readonly [name: string, value: unknown])[]
  /** Without handling it, as asking by `then` would. */
  promiseState(promise: Promise<unknown>): 'pending' | 'fulfilled' | 'rejected' | undefined
  close(): void
}

// The inspector's own way of handing values over makes copies. It can call a function on the scope object, though,
// and that function may put the object itself where this program finds it.
const SLOT = Symbol.for('thermocline.probe')
const SLOT_CODE = "globalThis[Symbol.for('thermocline.probe')]"

/** What the types of Node leave out. */
interface WithPrivate extends Runtime.GetPropertiesReturnType {
  readonly privateProperties?: readonly Runtime.PropertyDescriptor[]
}

interface Slot {
  subject: object | undefined
  found: unknown
}

/**
 * Connects for one look. Close it: while a session is connected `console.log` costs 3 times as much. No domain is ever
 * enabled: `Runtime.enable` costs 30 times, `Debugger.enable` makes promises 10 times slower.
 * Throws where the inspector is not to be had, as under `--permission`.
 */
export function openScopeReader(): ScopeReader {
  const inspector = process.getBuiltinModule('node:inspector')
  const session = new inspector.Session()
  session.connect()
  const slot: Slot = { subject: undefined, found: undefined }
  const realm = mainRealm()
  Object.defineProperty(realm, SLOT, { value: slot, configurable: true })

  function propertiesOfSubject(subject: object): Runtime.GetPropertiesReturnType | undefined {
    slot.subject = subject
    const { result } = ask(session, 'Runtime.evaluate', {
      expression: `${SLOT_CODE}.subject`,
      silent: true,
    }) as Runtime.EvaluateReturnType
    return propertiesOf(session, result.objectId)
  }

  function insides(subject: object): readonly Runtime.InternalPropertyDescriptor[] {
    return propertiesOfSubject(subject)?.internalProperties ?? []
  }

  function privateFields(subject: object): [string, unknown][] {
    const found: WithPrivate | undefined = propertiesOfSubject(subject)
    return (found?.privateProperties ?? []).flatMap(({ name, value }) => {
      if (value === undefined || value.type === 'function') return []
      return [[name, value.objectId === undefined ? value.value : fetch(value.objectId, 'this')]]
    })
  }

  function fetch(objectId: string | undefined, what: string): unknown {
    if (objectId === undefined) return undefined
    ask(session, 'Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function () { ${SLOT_CODE}.found = ${what} }`,
      silent: true,
    })
    const found = slot.found
    slot.found = undefined
    return found
  }

  function view(subject: Function): View {
    const known = insides(subject)
    const target = fetch(idOf(known, '[[TargetFunction]]'), 'this')
    if (typeof target !== 'function') {
      return { place: placeOf(subject, known), scopes: () => scopesIn(idOf(known, '[[Scopes]]')) }
    }
    const inner = view(target)
    return {
      place: inner.place,
      scopes() {
        const self = fetch(idOf(known, '[[BoundThis]]'), 'this')
        const around = inner.scopes().map(({ level, names, value }) => ({ level: level + 1, names, value }))
        return [scopeOf(0, { [classNameOf(self)]: self }), ...around]
      },
    }
  }

  function scopesIn(objectId: string | undefined): readonly Scope[] {
    const list = propertiesOf(session, objectId)?.result ?? []
    return list.flatMap(({ value }, level) => {
      if (value?.description === 'Global' || value?.description === 'Script') return []
      const found = fetch(value?.objectId, 'this.object')
      return isHolder(found) ? [scopeOf(level, found)] : []
    })
  }

  function promiseState(promise: Promise<unknown>): 'pending' | 'fulfilled' | 'rejected' | undefined {
    const state: unknown = insides(promise).find(({ name }) => name === '[[PromiseState]]')?.value?.value
    return state === 'pending' || state === 'fulfilled' || state === 'rejected' ? state : undefined
  }

  return {
    view,
    privateFields,
    promiseState,
    close() {
      slot.subject = undefined
      Reflect.deleteProperty(realm, SLOT)
      session.disconnect()
    },
  }
}

/** The global object of the inspector's own realm. A test runner may have put this code into another. */
function mainRealm(): object {
  return process.getBuiltinModule('node:vm').runInThisContext('globalThis') as object
}

function placeOf(
  subject: Function,
  known: readonly Runtime.InternalPropertyDescriptor[],
): FunctionPlace | undefined {
  const found: unknown = known.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value
  const code = Function.prototype.toString.call(subject)
  return isPlace(found) ? { line: found.lineNumber, column: found.columnNumber, code } : undefined
}

function idOf(insides: readonly Runtime.InternalPropertyDescriptor[], name: string): string | undefined {
  return insides.find((inside) => inside.name === name)?.value?.objectId
}

/** Of an object whose own properties are the variables. */
export function scopeOf(level: number, variables: object): Scope {
  return {
    level,
    names: () => Object.keys(variables),
    // One that its declaration has not reached yet cannot be read, and perhaps never will be.
    value: (name) => attempt(() => Reflect.get(variables, name) as unknown, undefined),
  }
}

/** What the code calls the class of a bound `this`. */
function classNameOf(self: unknown): string {
  const prototype: unknown = isHolder(self) ? Object.getPrototypeOf(self) : undefined
  const made: unknown =
    isHolder(prototype) && Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  return typeof made === 'function' && made !== Object ? made.name : 'this'
}

function propertiesOf(
  session: Session,
  objectId: string | undefined,
): Runtime.GetPropertiesReturnType | undefined {
  if (objectId === undefined) return undefined
  return ask(session, 'Runtime.getProperties', {
    objectId,
    ownProperties: true,
  }) as Runtime.GetPropertiesReturnType
}

/** A session in the same thread answers before `post` returns. */
function ask(session: Session, method: string, parameters: object): unknown {
  let answer: { readonly error: Error | null; readonly result: unknown } | undefined
  session.post(method, parameters, (error, result) => {
    answer = { error, result }
  })
  if (!answer || answer.error) throw answer?.error ?? new Error(`${method} did not answer`)
  return answer.result
}

function isPlace(value: unknown): value is { readonly lineNumber: number; readonly columnNumber: number } {
  return typeof value === 'object' && value !== null && 'lineNumber' in value && 'columnNumber' in value
}
