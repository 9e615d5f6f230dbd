import { along, pathsOf } from './json.ts'

interface Field {
  readonly path: readonly string[]
  /** Undefined where the field need only be there. */
  readonly value: string | undefined
  readonly whole: boolean
}

/**
 * Whether an event has a shape: the fields it needs, with commas between them, or another such list after a bar. `a/b`
 * is a field within a field, `a=b` one that has the value, `a~b` a text with the value in it.
 */
export function readShape(shape: string): (event: unknown) => boolean {
  let choices: readonly (readonly Field[])[] | undefined
  return (event) => {
    // Read when it is first asked for: an HTTP function never meets most of the table, and all of it takes 0.4 ms.
    choices ??= shape.split('|').map((fields) => fields.split(',').map(readField))
    for (const fields of choices) if (fields.every((field) => fits(event, field))) return true
    return false
  }
}

function readField(field: string): Field {
  const [name = '', value] = field.split(/[=~]/)
  const [path = []] = pathsOf(name)
  return { path, value, whole: field.includes('=') }
}

function fits(event: unknown, { path, value, whole }: Field): boolean {
  const met = along(event, path)
  if (value === undefined) return met !== undefined && met !== null
  return whole ? met === value : typeof met === 'string' && met.includes(value)
}
