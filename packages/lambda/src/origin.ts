import { callSites } from './call-site.ts'
import { statSync } from './node-globals.ts'

/** Where a handler was wrapped. */
export interface Origin {
  /** The handler's own, and those that led to the call of wrap. */
  readonly files: readonly string[]
  /** The file this SDK is loaded from. */
  readonly ownFile: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/** Knows less where the stack cannot be read: only where a leak is depends on it. */
export function findOrigin(taskRoot: string | undefined, env: Environment): Origin {
  const [own, ...callers] = callSites()
  const handlers = taskRoot === undefined ? [] : handlerFiles(taskRoot, env)
  const files = new Set([...handlers, ...callers.map((site) => site.file)])
  // In a bundle the SDK's own file is the user's.
  const isBundled =
    own !== undefined &&
    taskRoot !== undefined &&
    own.file.startsWith(`${taskRoot}/`) &&
    !own.file.includes('/node_modules/')
  if (own && isBundled) files.add(own.file)
  else if (own) files.delete(own.file)
  return { files: [...files], ownFile: isBundled ? undefined : own?.file }
}

/**
 * The file of the function's handler setting. The preload wraps what the runtime would have loaded, which then stands in
 * no stack: its own name is put into `_HANDLER` meanwhile.
 */
function handlerFiles(taskRoot: string, env: Environment): string[] {
  const name = env['THERMOCLINE_HANDLER'] ?? env['_HANDLER'] ?? ''
  const [, module = ''] = /^((?:.*\/)?[^./]+)\./.exec(name) ?? []
  const base = module.startsWith('/') ? module : `${taskRoot}/${module}`
  return module === '' ? [] : ['.js', '.mjs', '.cjs'].map((ending) => base + ending).filter(isFile)
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}
