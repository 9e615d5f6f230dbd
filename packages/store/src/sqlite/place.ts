import { statSync } from 'node:fs'
import { unusable } from './failure.ts'

/**
 * A check that the file at `path` is still the one that is there now; the check throws `store_unusable` when it is not.
 * SQLite goes on writing to a file that has lost its name, and says that all is well.
 */
export function stillInPlace(path: string): () => void {
  const opened = statSync(path, { bigint: true })
  return () => {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (found?.ino !== opened.ino || found.dev !== opened.dev)
      throw unusable(path, 'the file was removed or replaced')
  }
}
