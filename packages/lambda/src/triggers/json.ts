import { types } from '../node-globals.ts'

/** An object of an event: anything may stand in it. */
export type Json = Readonly<Record<string, unknown>>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null
}

/** What stands at the end of a path; undefined where the path ends early. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return along(value, path)
}

/** The same for a path that is kept: to spread it out at each call takes longer than to follow it. */
export function along(value: unknown, path: readonly string[]): unknown {
  let here = value
  for (const step of path) {
    if (!isJson(here)) return undefined
    here = here[step]
  }
  return here
}

/** The same of what the user made, one step: a getter of his is his to run, and a proxy's trap too. */
export function ownValue(value: unknown, name: string): unknown {
  if (!isJson(value) || types.isProxy(value)) return undefined
  return Object.getOwnPropertyDescriptor(value, name)?.value
}

/** Items of a list; none of anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

type Paths = readonly (readonly string[])[]

// Texts of our own tables, each read when it is first asked for: what fails while a module is loaded, fails the function.
const READ = new Map<string, Paths>()

/** Paths as they are written in a table: `a/b,c` is b within a, and c. */
export function pathsOf(text: string): Paths {
  const known = READ.get(text)
  if (known) return known
  const paths = text.split(',').map((path) => path.split('/'))
  READ.set(text, paths)
  return paths
}
