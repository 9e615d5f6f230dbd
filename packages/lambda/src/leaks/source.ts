import type { CallSite } from '../call-site.ts'
import { codeLine } from '../identity/code-path.ts'
import { type BundleSources, readManifest, type WrittenSource } from './manifest.ts'
import { declares, escape } from './pattern.ts'
import { readSource } from './source-text.ts'

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
  /** Line of the function's parameters, or of the variable where a manifest knows it, from 0. */
  readonly viewerLine: number
  /** The variable as it was written, where a minifier renamed it. */
  readonly variable: string
}

const MAX_FILES = 400

/**
 * The inspector names a function's script by a number only, and its Debugger domain, which knows the file, must stay
 * off. So the file is the one among those loaded that has the function's own text at the function's own place.
 */
export function findSource(
  at: FunctionPlace,
  variable: string,
  entryFiles: readonly string[],
): Source | undefined {
  const { code } = at
  let fallback: Source | undefined
  for (const file of loadedFiles(entryFiles)) {
    const text = readSource(file)
    const offset = text === undefined ? -1 : offsetOf(text, at)
    if (text === undefined || offset < 0) continue
    const begin = text.lastIndexOf(code, offset)
    if (begin < 0 || offset >= begin + code.length) continue
    const bundle = readManifest(file)
    if (bundle) return inBundle(bundle, offset, variable)
    const source = { file, text, viewerLine: at.line, variable }
    // What a translator puts at the head of each file stands at one place in all of them.
    if (variable === '' || declares(variable).test(text)) return source
    fallback ??= source
  }
  // An imported variable is seen where it is not declared.
  return (variable === '' ? undefined : declaringSource(variable, entryFiles)) ?? fallback
}

/**
 * For code that was translated as it was loaded, as test runners and loaders do: no file has the function's text. The
 * only one of the user's that declares such a variable is the one.
 */
function declaringSource(variable: string, entryFiles: readonly string[]): Source | undefined {
  const declaration = declares(variable)
  const found = [...loadedFiles(entryFiles)].flatMap((file): Source[] => {
    const text = isForeign(file) ? undefined : readSource(file)
    const at = text?.search(declaration) ?? -1
    if (text === undefined || at < 0) return []
    return [{ file, text, viewerLine: text.slice(0, at).split('\n').length - 1, variable }]
  })
  return found.length === 1 ? found[0] : undefined
}

/** The source that a bundle was made of there; of a dependency no text. A variable may be declared in another. */
function inBundle(bundle: BundleSources, offset: number, short: string): Source | undefined {
  const named = bundle.named(offset, short)
  const place = bundle.at(named?.declared ?? offset)
  if (!place) return undefined
  const { file, text = '', line } = place
  return { file, text, viewerLine: line, variable: named?.name ?? short }
}

/** Where something is called, as it was written: file and line, from 1, and the function's name there. */
export function writtenPlace(site: CallSite): WrittenCall {
  const { file, line, column, functionName } = site
  const bundle = readManifest(file)
  const text = bundle && readSource(file)
  const offset = text === undefined ? -1 : offsetOf(text, { line: line - 1, column: column - 1 })
  const place = bundle?.at(offset)
  if (!bundle || !place) return { file, line, functionName, text: readSource(file) }
  const name = functionName?.replace(/[\w$]+$/, (word) => bundle.named(offset, word)?.name ?? word)
  return { file: place.file, line: place.line + 1, functionName: name, text: place.text }
}

interface WrittenCall {
  readonly file: string
  readonly line: number
  readonly functionName: string | undefined
  readonly text: string | undefined
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
    const found = ENDINGS.find((ending) => canResolve(require, name + ending))
    return found === undefined ? [] : [require.resolve(name + found)]
  })
}

/** As loaders of TypeScript try them. */
const ENDINGS = ['', '.ts', '.mts', '.tsx', '/index.ts']

function canResolve(require: NodeJS.Require, name: string): boolean {
  try {
    return require.resolve(name) !== ''
  } catch {
    return false
  }
}

function offsetOf(text: string, at: Pick<FunctionPlace, 'line' | 'column'>): number {
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
  for (const { file, text } of writtenFiles(entryFiles)) {
    if (text === undefined || !speaks.test(text)) continue
    const line = text.split('\n').findIndex((each) => does.test(each))
    if (line !== -1) return codeLine(taskRoot, file, line + 1)
  }
  return undefined
}

/** True for a word that some file of the user's has. */
export function isSpelt(word: string, { entryFiles }: Pick<UserCode, 'entryFiles'>): boolean {
  const spelt = new RegExp(`(?<![\\w$])${escape(word)}(?![\\w$])`)
  return [...writtenFiles(entryFiles)].some(({ text }) => text !== undefined && spelt.test(text))
}

/** The first place in the user's code that looks like this, as a call there would be seen. */
export function siteInCode(does: RegExp, { entryFiles }: Pick<UserCode, 'entryFiles'>): CallSite | undefined {
  for (const file of loadedFiles(entryFiles)) {
    const text = isForeign(file) ? undefined : readSource(file)
    const at = text?.search(does) ?? -1
    if (text === undefined || at < 0) continue
    const before = text.slice(0, at).split('\n')
    const column = (before.at(-1)?.length ?? 0) + 1
    return { script: file, file, line: before.length, column, functionName: undefined }
  }
  return undefined
}

/** The user's own, and of a bundle what it was made of. */
function* writtenFiles(entryFiles: readonly string[]): Generator<WrittenSource> {
  for (const file of loadedFiles(entryFiles)) {
    if (isForeign(file)) continue
    const bundle = readManifest(file)
    if (bundle) yield* bundle.manifest.sources
    else yield { file, text: readSource(file) }
  }
}

/** True for the code of a dependency. */
export function isForeign(file: string): boolean {
  return file.startsWith('node_modules/') || file.includes('/node_modules/')
}
