import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from './bundle.ts'
import { PEER_MODULES } from './peers.ts'
import { SOURCES } from './sources.ts'
import { bareOf, type Format, type Variant } from './variants.ts'

/** A function as it is deployed: a folder, and what its environment adds. */
export interface Task {
  readonly variant: Variant
  readonly folder: string
  /** The handler's file. */
  readonly file: string
  /** What is loaded before it. */
  readonly preload: string | null
  readonly nodeOptions: string
}

/** A handler that nobody wraps, and one that somebody does. */
export type Pair = readonly [bare: Task, variant: Task]

/** Without a line of code: it wraps the handler that the environment names. */
const PRELOAD_OF_OURS = '@thermocline/lambda/dist/auto.mjs'

// import-in-the-middle names a file of its own in the code that it makes of other modules.
const OTEL_EXTERNAL = [/^import-in-the-middle/]

/** Both are laid out under `parent`, anew. */
export async function layPair(variant: Variant, parent: string): Promise<Pair> {
  return [await layTask(bareOf(variant), parent), await layTask(variant, parent)]
}

async function layTask(variant: Variant, parent: string): Promise<Task> {
  const folder = join(parent, variant.name.replaceAll(/\W+/g, '-'), variant.format)
  const installed = variant.packaging === 'plain' ? folder : join(folder, '../build')
  for (const stale of [folder, installed]) rmSync(stale, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  install(variant, installed)
  const { handler, preload } = SOURCES[variant.auto ? 'bare' : variant.maker]
  const file = `index${extension(variant.format)}`
  const preloadFile = preload ? join(folder, 'preload.mjs') : null
  if (variant.packaging === 'plain') {
    writeFileSync(join(folder, file), handler[variant.format])
    if (preloadFile) writeFileSync(preloadFile, preload ?? '')
  } else {
    await bundleInto(join(folder, file), handler.esm, { installed, format: variant.format })
    if (preloadFile) await bundleInto(preloadFile, preload ?? '', { installed, format: 'esm' })
    if (variant.maker === 'otel') linkPeers(folder)
  }
  const loadedFirst = variant.auto ? join(folder, 'node_modules', PRELOAD_OF_OURS) : preloadFile
  return {
    variant,
    folder,
    file: join(folder, file),
    preload: preloadFile,
    nodeOptions: loadedFirst === null ? '' : `--import ${loadedFirst}`,
  }
}

function extension(format: Format): string {
  return format === 'esm' ? '.mjs' : '.cjs'
}

async function bundleInto(
  file: string,
  source: string,
  { installed, format }: { installed: string; format: Format },
): Promise<void> {
  const entry = join(installed, `of-${basename(file)}.mjs`)
  writeFileSync(entry, source)
  const { code } = await bundle({ entry, format, external: OTEL_EXTERNAL })
  writeFileSync(file, code)
}

const SDK = fileURLToPath(new URL('../../../packages/lambda', import.meta.url))

/** What npm would have put beside the handler: our package as it is published, theirs as the bench installs them. */
function install(variant: Variant, folder: string): void {
  mkdirSync(folder, { recursive: true })
  if (variant.maker === 'otel' || variant.maker === 'powertools') return linkPeers(folder)
  const ours = join(folder, 'node_modules/@thermocline/lambda')
  mkdirSync(ours, { recursive: true })
  for (const part of ['package.json', 'dist']) cpSync(join(SDK, part), join(ours, part), { recursive: true })
}

function linkPeers(folder: string): void {
  symlinkSync(PEER_MODULES, join(folder, 'node_modules'), 'dir')
}
