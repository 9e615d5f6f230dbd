import type { Runtime, Session } from 'node:inspector'

/** The variables that a function can see, as live values. */
export interface Scope {
  /** How far out it is: 0 is the innermost. */
  readonly level: number
  /** Own data properties only, in the order of declaration. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** Where a function's parameter list begins in its file; both count from 0. */
export interface FunctionPlace {
  readonly line: number
  readonly column: number
}

export interface ScopeReader {
  /** Every scope around the function but the global one. */
  scopes(subject: Function): readonly Scope[]
  place(subject: Function): FunctionPlace | undefined
  close(): void
}

// The inspector's own way of handing values over makes copies. It can call a function on the scope object, though,
// and that function may put the object itself where this program finds it.
const SLOT = Symbol.for('thermocline.probe')
const SLOT_CODE = "globalThis[Symbol.for('thermocline.probe')]"

interface Slot {
  subject: Function | undefined
  found: Readonly<Record<string, unknown>> | undefined
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
  Object.defineProperty(globalThis, SLOT, { value: slot, configurable: true })

  function insides(subject: Function): readonly Runtime.InternalPropertyDescriptor[] {
    slot.subject = subject
    const { result } = ask(session, 'Runtime.evaluate', {
      expression: `${SLOT_CODE}.subject`,
      silent: true,
    }) as Runtime.EvaluateReturnType
    const properties = propertiesOf(session, result.objectId)
    return properties?.internalProperties ?? []
  }

  function variablesOf(objectId: string): Readonly<Record<string, unknown>> {
    ask(session, 'Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: `function () { ${SLOT_CODE}.found = this.object }`,
      silent: true,
    })
    const found = slot.found ?? {}
    slot.found = undefined
    return found
  }

  return {
    scopes(subject) {
      const list = insides(subject).find((inside) => inside.name === '[[Scopes]]')?.value?.objectId
      const scopes = propertiesOf(session, list)?.result ?? []
      return scopes.flatMap(({ value }, level) => {
        const isGlobal = value?.description === 'Global' || value?.description === 'Script'
        return value?.objectId && !isGlobal ? [{ level, variables: variablesOf(value.objectId) }] : []
      })
    },
    place(subject) {
      const inside = insides(subject).find((candidate) => candidate.name === '[[FunctionLocation]]')
      const place: unknown = inside?.value?.value
      return isPlace(place) ? { line: place.lineNumber, column: place.columnNumber } : undefined
    },
    close() {
      slot.subject = undefined
      Reflect.deleteProperty(globalThis, SLOT)
      session.disconnect()
    },
  }
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
