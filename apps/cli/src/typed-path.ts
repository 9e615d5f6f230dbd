import { resolve } from 'node:path'

/**
 * A path as whoever typed it meant it. npm runs its scripts in the folder of their package, and says in INIT_CWD where
 * the command was typed.
 */
export function typedPath(path: string): string {
  return resolve(typedIn(), path)
}

/** The folder the command was typed in. */
export function typedIn(): string {
  const { npm_lifecycle_event: script, INIT_CWD: folder } = process.env
  const isOurs = script === 'thermocline' || script === 'start'
  return isOurs && folder !== undefined && folder !== '' ? folder : process.cwd()
}
