// What a value must look like, so that a fault in a line is named by its place.

/** What is wrong with a value. */
export interface Flaw {
  /** `policy.keepAlive`. */
  readonly path: string
  readonly wanted: string
  readonly met: unknown
}

/** The first thing wrong with a value, or `null`. */
export type Shape = (value: unknown, path: string) => Flaw | null

export const number: Shape = simple('a number', Number.isFinite)
/** From 0. */
export const whole: Shape = simple(
  'a whole number',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
)
export const flag: Shape = simple('true or false', (value) => typeof value === 'boolean')
export const text: Shape = simple('a text', (value) => typeof value === 'string' && value !== '')

export function oneOf(choices: readonly unknown[]): Shape {
  return simple(choices.join(' or '), (value) => choices.includes(value))
}

export function nullable(shape: Shape): Shape {
  return (value, path) => (value === null ? null : shape(value, path))
}

export function optional(shape: Shape): Shape {
  return (value, path) => (value === undefined ? null : shape(value, path))
}

/** Fields beyond these are let be: a later version may write more. */
export function object(fields: Readonly<Record<string, Shape>>): Shape {
  return (value, path) => {
    if (!isObject(value)) return { path, wanted: 'an object', met: value }
    for (const [name, shape] of Object.entries(fields)) {
      const flaw = shape(value[name], path === '' ? name : `${path}.${name}`)
      if (flaw !== null) return flaw
    }
    return null
  }
}

/** One of several kinds of object, told apart by their field `kind`. */
export function byKind(kinds: Readonly<Record<string, Shape>>): Shape {
  return (value, path) => {
    if (!isObject(value)) return { path: path === '' ? 'it' : path, wanted: 'an object', met: value }
    const { kind } = value
    const shape = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
    const at = path === '' ? 'kind' : `${path}.kind`
    return (
      shape?.(value, path) ??
      (shape ? null : { path: at, wanted: Object.keys(kinds).join(' or '), met: kind })
    )
  }
}

function simple(wanted: string, is: (value: unknown) => boolean): Shape {
  return (met, path) => (is(met) ? null : { path, wanted, met })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
