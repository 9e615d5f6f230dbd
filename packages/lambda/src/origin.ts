import { callSites } from './call-site.ts'

/** Where a handler was wrapped. */
export interface Origin {
  /** The files that led to the call of wrap, the handler's own among them. */
  readonly files: readonly string[]
  /** The file this SDK is loaded from. */
  readonly ownFile: string | undefined
}

/** Knows nothing where the stack cannot be read: only where a leak is depends on it. */
export function findOrigin(): Origin {
  const [own, ...callers] = callSites()
  const files = new Set(callers.map((site) => site.file))
  if (own) files.delete(own.file)
  return { files: [...files], ownFile: own?.file }
}
