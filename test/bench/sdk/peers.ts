import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

// The SDKs that ours is measured beside have a folder, a lockfile and an install of their own: no other part of the
// project gets them.

const FOLDER = fileURLToPath(new URL('../peers', import.meta.url))

export const PEER_MODULES: string = join(FOLDER, 'node_modules')

const INSTALL = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']

/** Installs them where they are not yet. Why that is impossible; `null` when they are there. */
export async function installPeers(): Promise<string | null> {
  if (existsSync(join(PEER_MODULES, '.package-lock.json'))) return null
  try {
    await promisify(execFile)('npm', INSTALL, { cwd: FOLDER, timeout: 120_000 })
    return null
  } catch (error) {
    const [line] = String(error instanceof Error && 'stderr' in error ? error.stderr : error).split('\n')
    return `npm ci in test/bench/peers failed: ${line}`
  }
}
