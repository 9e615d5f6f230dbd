import { readManifest } from './manifest.ts'
import { importedNames } from './imported-names.ts'
import { readSource } from './source-text.ts'

/** The user's code, as far as it is known where it begins. */
export interface UserCode {
  readonly taskRoot: string
  readonly entryFiles: readonly string[]
}

const MAX_FILES = 400

/** CommonJS lists what it has loaded; ES modules do not, so their imports are followed from the entry. */
export function* loadedFiles(entryFiles: readonly string[]): Generator<string> {
  const queue = [...entryFiles, ...requiredFiles()]
  const seen = new Set<string>()
  for (const file of queue) {
    if (seen.has(file) || seen.size >= MAX_FILES) continue
    seen.add(file)
    yield file
    queue.push(...importsOf(file))
  }
}

export function requiredFiles(): readonly string[] {
  const { createRequire } = process.getBuiltinModule('node:module')
  return Object.keys(createRequire(`${process.cwd()}/`).cache)
}

function importsOf(file: string): string[] {
  const { createRequire } = process.getBuiltinModule('node:module')
  const require = createRequire(file)
  // To search a large bundle takes 8 ms.
  const names = readManifest(file)?.manifest.imports ?? importedNames(readSource(file) ?? '')
  return names.flatMap((name) => {
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

/** True for the code of a dependency. Asked at looks: by nothing that a function may have replaced, as String's `includes`. */
export function isForeign(file: string): boolean {
  return file.startsWith('node_modules/') || file.indexOf('/node_modules/') !== -1
}
