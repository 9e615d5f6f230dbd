import type { CallSite } from '../../call-site.ts'
import { codeLine } from '../../identity/code-path.ts'
import { isForeign, loadedFiles, type UserCode } from './loaded-files.ts'
import { readManifest, type WrittenSource } from './manifest.ts'
import { hasWord, lineAt, lineWith } from './pattern.ts'
import { readSource } from './source-text.ts'

// What the user's code says, whatever function it stands in.

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
    const line = lineWith(text, does)
    if (line !== undefined) return codeLine(taskRoot, file, line + 1)
  }
  return undefined
}

/** True for a word that some file of the user's has. */
export function isSpelt(word: string, { entryFiles }: Pick<UserCode, 'entryFiles'>): boolean {
  return [...writtenFiles(entryFiles)].some(({ text }) => text !== undefined && hasWord(text, word))
}

/** The first place in the user's code that looks like this, as a call there would be seen. */
export function siteInCode(does: RegExp, { entryFiles }: Pick<UserCode, 'entryFiles'>): CallSite | undefined {
  for (const file of loadedFiles(entryFiles)) {
    const text = isForeign(file) ? undefined : readSource(file)
    const at = text?.search(does) ?? -1
    if (text === undefined || at < 0) continue
    const column = at - text.lastIndexOf('\n', at - 1)
    return { script: file, file, line: lineAt(text, at) + 1, column, functionName: undefined }
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
