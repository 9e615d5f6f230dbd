import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const HERE = fileURLToPath(new URL('..', import.meta.url))

/** The tests load what is published: it is built again where a source is newer. */
export default function build(): void {
  const built = Math.min(timeOf('dist/index.mjs'), timeOf('dist/index.cjs'))
  const sources = readdirSync(`${HERE}src`, { recursive: true, encoding: 'utf8' }).map(
    (file) => `src/${file}`,
  )
  if ([...sources, 'tsdown.config.ts', 'package.json'].every((file) => timeOf(file) < built)) return
  execFileSync('tsdown', ['--logLevel', 'warn'], { cwd: HERE, stdio: 'inherit' })
}

function timeOf(file: string): number {
  return statSync(HERE + file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
