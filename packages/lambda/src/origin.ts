import { callSites } from './call-site.ts'

/** Where a handler was wrapped. */
export interface Origin {
  /** The files that led to the call of wrap, the handler's own among them. */
  readonly files: readonly string[]
  /** The file this SDK is loaded from. */
  readonly ownFile: string | undefined
}

/** Knows nothing where the stack cannot be read: only where a leak is depends on it. */
export function findOrigin(taskRoot: string | undefined): Origin {
  const [own, ...callers] = callSites()
  const files = new Set(callers.map((site) => site.file))
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
