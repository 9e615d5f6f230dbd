import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const FOLDER = fileURLToPath(new URL('libraries/', import.meta.url))

/** Where they are installed. */
export const LIBRARIES: string = join(FOLDER, 'node_modules')

const OF_LAMBDA = /^AWS_(?:DEFAULT_)?REGION$/

/** What the libraries talk to, on loopback: the addresses by the variables that their programs read. */
export interface Stubs {
  readonly env: Readonly<Record<string, string>>
  close(): Promise<void> | void
}

/** Installs the libraries where they are not, and starts what stands for the services behind them. */
export async function openLibraries(): Promise<Stubs> {
  if (!existsSync(LIBRARIES)) {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
      cwd: FOLDER,
      stdio: 'inherit',
    })
  }
  const stubs = (await import(pathToFileURL(join(FOLDER, 'stubs.mjs')).href)) as {
    startStubs(): Promise<Stubs>
  }
  const started = await stubs.startStubs()
  // The lab is the one to set what Lambda sets.
  const own = Object.entries(started.env).filter(([name]) => !OF_LAMBDA.test(name))
  return { env: Object.fromEntries(own), close: () => started.close() }
}
