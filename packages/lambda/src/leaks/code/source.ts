import { isForeign, loadedFiles } from './loaded-files.ts'
import { type BundleSources, readManifest } from './manifest.ts'
import { declares, lineAt } from './pattern.ts'
import { offsetOf, readSource } from './source-text.ts'

/** Where a function's parameter list begins in its file; both count from 0. */
export interface FunctionPlace {
  /** The function's own text. */
  readonly code: string
  readonly line: number
  readonly column: number
}

/** The file that a function was written in. */
export interface Source {
  /** Undefined for what stands in a bundle and is none of the user's. */
  readonly file: string | undefined
  readonly text: string
  /** Line of the function's parameters, or of the variable where a manifest knows it, from 0. */
  readonly viewerLine: number
  /** The variable as it was written, where a minifier renamed it. */
  readonly variable: string
  /** True for the code of a dependency. */
  readonly foreign: boolean
}

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
    const source = { file, text, viewerLine: at.line, variable, foreign: isForeign(file) }
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
    return [{ file, text, viewerLine: lineAt(text, at), variable, foreign: false }]
  })
  return found.length === 1 ? found[0] : undefined
}

/**
 * The source that a bundle was made of there; of a dependency no text. A variable may be declared in another, and one
 * that its manifest does not name is none of the user's: all modules of a bundle stand in one scope.
 */
function inBundle(bundle: BundleSources, offset: number, short: string): Source | undefined {
  const named = bundle.named(offset, short)
  const place = bundle.at(named?.declared ?? offset)
  if (!place) return undefined
  const { file, text = '', line } = place
  if (short !== '' && !named) {
    return { file: undefined, text: '', viewerLine: 0, variable: short, foreign: true }
  }
  return { file, text, viewerLine: line, variable: named?.name ?? short, foreign: isForeign(file) }
}
