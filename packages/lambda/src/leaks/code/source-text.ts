import { readFileSync, statSync } from '../../node-globals.ts'

const MAX_FILE_BYTES = 4_000_000

/** Undefined for what cannot be read, or is too long to. */
export function readSource(file: string): string | undefined {
  try {
    return statSync(file).size > MAX_FILE_BYTES ? undefined : readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Of a place whose line and column count from 0; -1 where the text has no such line. */
export function offsetOf(text: string, at: { readonly line: number; readonly column: number }): number {
  let start = 0
  for (let line = 0; line < at.line; line += 1) {
    start = text.indexOf('\n', start) + 1
    if (start === 0) return -1
  }
  return start + at.column
}
