import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { thermoclineManifest } from '@thermocline/lambda/manifest'
import { build, type BuildOptions, type Plugin } from 'esbuild'
import type { Format } from './format.ts'
import type { Program } from './program.ts'

/** A program that can be deployed. */
export interface Built {
  /** The function's handler setting. */
  readonly handler: string
  /** Where a place in what was built stands in what was written; file:line in both. */
  source(location: string): string
  /** The same of a name. */
  name(name: string): string
}

const SHARED: BuildOptions = {
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  bundle: true,
  logLevel: 'silent',
}

/** Writes the program into this folder; undefined where this format cannot say what it says. */
export async function buildProgram(
  program: Program,
  format: Format,
  folder: string,
): Promise<Built | undefined> {
  mkdirSync(folder, { recursive: true })
  const name = basename(program.file, '.mjs')
  if (format === 'esm') {
    if (program.part === 'libraries')
      symlinkSync(join(program.folder, '../node_modules'), join(folder, 'node_modules'))
    for (const file of sourcesOf(program)) cpSync(join(program.folder, file), join(folder, file))
    return { handler: `${name}.handler`, source: (location) => location, name: (each) => each }
  }
  try {
    await (format === 'cjs' ? translate(program, folder) : bundle(program, name, folder))
  } catch (error) {
    // Top-level await is not to be had in CommonJS.
    if (String(error).includes('Top-level await')) return undefined
    throw error
  }
  return { handler: `${name}.handler`, source: (location) => toSource(folder, location), name: asWritten }
}

function sourcesOf({ folder }: Program): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.mjs') && file !== 'event.mjs')
}

/** File by file, as `tsc` does. */
async function translate(program: Program, folder: string): Promise<void> {
  const entryPoints = sourcesOf(program).map((file) => join(program.folder, file))
  await build({ ...SHARED, entryPoints, outdir: folder, sourcemap: 'external', plugins: [keepApart] })
}

const keepApart: Plugin = {
  name: 'keep-apart',
  setup(builder) {
    builder.onResolve({ filter: /^\./ }, ({ path }) => ({
      path: path.replace(/\.mjs$/, '.js'),
      external: true,
    }))
  },
}

async function bundle(program: Program, name: string, folder: string): Promise<void> {
  await build({
    ...SHARED,
    absWorkingDir: program.folder,
    entryPoints: [program.file],
    outfile: join(folder, `${name}.js`),
    minify: true,
    plugins: [thermoclineManifest()],
  })
}

function toSource(folder: string, location: string): string {
  const [, file = '', line = '0'] = /^(.*):(\d+)$/.exec(location) ?? []
  const map = join(folder, `${file}.map`)
  if (!existsSync(map)) return location
  const trace = new TraceMap(readFileSync(map, 'utf8'))
  const text = readFileSync(join(folder, file), 'utf8').split('\n')[Number(line) - 1] ?? ''
  const column = text.length - text.trimStart().length
  const found = originalPositionFor(trace, { line: Number(line), column })
  return found.source === null ? location : `${basename(found.source)}:${found.line}`
}

/** A module's own name is part of some. */
function asWritten(name: string): string {
  return name.replace(/\.js'\)$/, ".mjs')")
}
