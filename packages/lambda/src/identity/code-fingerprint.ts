import { readdirSync, statSync } from '../node-globals.ts'
import { digest } from './digest.ts'

// Each look at a file costs a few microseconds here and more on a loaded container, all of it in the cold start.
const MOST_FILES = 64
const DEEPEST = 3

/**
 * A digest of path, size and mtime of the function's own files: the same in all containers of one deploy, and another
 * after the next. `entryFiles` come first; of what lies below the task root only so much is looked at as is cheap, and
 * nothing of node_modules but npm's record of what is installed. Undefined where nothing can be read.
 */
export function codeFingerprint(taskRoot: string, entryFiles: readonly string[]): string | undefined {
  const seen = new Map<string, string>()
  const look = (file: string): void => {
    const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {}
    if (size !== undefined) seen.set(file, `${file.replace(taskRoot, '')} ${size} ${mtimeMs}`)
  }
  for (const file of entryFiles) look(file)
  for (const file of filesBelow(taskRoot)) {
    if (seen.size >= MOST_FILES) break
    look(file)
  }
  return seen.size === 0 ? undefined : digest([...seen.values()].join('\n'))
}

/** Breadth first, in the order of names. */
function* filesBelow(root: string): Generator<string> {
  yield `${root}/node_modules/.package-lock.json`
  let folders = [root]
  for (let depth = 0; depth < DEEPEST && folders.length > 0; depth += 1) {
    const next: string[] = []
    for (const folder of folders) {
      for (const entry of entriesOf(folder)) {
        const path = `${folder}/${entry.name}`
        if (!entry.isDirectory()) yield path
        else if (entry.name !== 'node_modules') next.push(path)
      }
    }
    folders = next
  }
}

function entriesOf(folder: string): { readonly name: string; isDirectory(): boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}
