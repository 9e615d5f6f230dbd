import { readFileSync, statSync } from '../node-globals.ts'
import { codeLine } from '../identity/code-path.ts'

/** Where a function's parameter list begins in its file; both count from 0. */
export interface FunctionPlace {
  /** The function's own text. */
  readonly code: string
  readonly line: number
  readonly column: number
}

/** The file that a function was written in. */
export interface Source {
  readonly file: string
  readonly text: string
  /** Line of the function's parameters, from 0. */
  readonly viewerLine: number
}

const MAX_FILES = 400
const MAX_FILE_BYTES = 4_000_000

/**
 * The inspector names a function's script by a number only, and its Debugger domain, which knows the file, must stay
 * off. So the file is the one among those loaded that has the function's own text at the function's own place.
 */
export function findSource(at: FunctionPlace, entryFiles: readonly string[]): Source | undefined {
  const { code } = at
  for (const file of loadedFiles(entryFiles)) {
    const text = readSource(file)
    const offset = text === undefined ? -1 : offsetOf(text, at)
    if (text === undefined || offset < 0) continue
    const begin = text.lastIndexOf(code, offset)
    if (begin >= 0 && offset < begin + code.length) return { file, text, viewerLine: at.line }
  }
  return undefined
}

/** CommonJS lists what it has loaded; ES modules do not, so their imports are followed from the entry. */
function* loadedFiles(entryFiles: readonly string[]): Generator<string> {
  const { createRequire } = process.getBuiltinModule('node:module')
  const required = Object.keys(createRequire(`${process.cwd()}/`).cache)
  const queue = [...entryFiles, ...required]
  const seen = new Set<string>()
  for (const file of queue) {
    if (seen.has(file) || seen.size >= MAX_FILES) continue
    seen.add(file)
    yield file
    queue.push(...importsOf(file))
  }
}

// Static and dynamic imports with a literal name; one that is built from a variable is not followed.
const IMPORT = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g

function importsOf(file: string): string[] {
  const text = readSource(file)
  if (text === undefined) return []
  const { createRequire } = process.getBuiltinModule('node:module')
  const require = createRequire(file)
  return [...text.matchAll(IMPORT)].flatMap(([, , name = '']) => {
    if (name.startsWith('node:')) return []
    try {
      return [require.resolve(name)]
    } catch {
      return []
    }
  })
}

/** Undefined for what cannot be read, or is too long to. */
export function readSource(file: string): string | undefined {
  try {
    return statSync(file).size > MAX_FILE_BYTES ? undefined : readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function offsetOf(text: string, at: FunctionPlace): number {
  let start = 0
  for (let line = 0; line < at.line; line += 1) {
    start = text.indexOf('\n', start) + 1
    if (start === 0) return -1
  }
  return start + at.column
}

/** The user's code, as far as it is known where it begins. */
export interface UserCode {
  readonly taskRoot: string
  readonly entryFiles: readonly string[]
}

/**
 * file:line of the first line of the user's code that does this, in a file that speaks of that; undefined where there
 * is none. For what nothing at run time leads to its line.
 */
export function lineInCode(
  does: RegExp,
  speaks: RegExp,
  { taskRoot, entryFiles }: UserCode,
): string | undefined {
  for (const file of loadedFiles(entryFiles)) {
    if (file.includes('/node_modules/')) continue
    const text = readSource(file)
    if (text === undefined || !speaks.test(text)) continue
    const line = text.split('\n').findIndex((each) => does.test(each))
    if (line !== -1) return codeLine(taskRoot, file, line + 1)
  }
  return undefined
}
