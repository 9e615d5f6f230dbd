import { readFileSync, statSync } from '../node-globals.ts'

const MAX_FILE_BYTES = 4_000_000

/** Undefined for what cannot be read, or is too long to. */
export function readSource(file: string): string | undefined {
  try {
    return statSync(file).size > MAX_FILE_BYTES ? undefined : readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
