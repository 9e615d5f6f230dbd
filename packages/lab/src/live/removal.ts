import { chmod, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes a folder a function may have written into. Never rejects: what cannot be removed stays, and is told as a
 * process warning with the code `lab_folder_left`.
 */
export async function removeFolder(path: string): Promise<void> {
  try {
    await remove(path)
  } catch {
    // A handler may take away the right to change its folders (chmod 555), which it had as their owner, as we are.
    await makeWritable(path)
    await remove(path).catch((error: unknown) => tell(path, error))
  }
}

// Something dying may still write into the folder while it is emptied (ENOTEMPTY): 20 + 40 + … + 200 ms in all.
function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
}

async function makeWritable(folder: string): Promise<void> {
  try {
    await chmod(folder, 0o700)
    const entries = await readdir(folder, { withFileTypes: true })
    const folders = entries.filter((entry) => entry.isDirectory())
    await Promise.all(folders.map((entry) => makeWritable(join(folder, entry.name))))
  } catch {
    // Gone, or not ours: the second try tells.
  }
}

function tell(path: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  process.emitWarning(`the lab could not remove ${path}: ${reason}`, {
    type: 'ThermoclineWarning',
    code: 'lab_folder_left',
  })
}
