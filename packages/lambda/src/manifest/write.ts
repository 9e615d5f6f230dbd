import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ThermoclineError } from '@thermocline/wire'
import { MANIFEST_ENDING } from '../leaks/code/manifest.ts'
import { makeManifest } from './make.ts'

/** What came of one bundle. */
export interface Written {
  readonly file: string
  /** Of the user's own. */
  readonly sources: number
  readonly names: number
  readonly bytes: number
}

/**
 * Writes the manifest beside the bundle. `root` is the project's folder, absolute. Throws `bad_argument` for a bundle
 * that cannot be read, is no JavaScript or has no source map.
 */
export function writeManifest(bundle: string, root: string): Written {
  const code = readText(bundle, bundle)
  const map = mapOf(bundle, code)
  const manifest = made(bundle, { code, map, folder: dirname(bundle), root })
  const text = JSON.stringify(manifest)
  const file = bundle + MANIFEST_ENDING
  writeFileSync(file, text)
  const sources = manifest.sources.filter((source) => source.text !== undefined).length
  return { file, sources, names: manifest.names.length, bytes: Buffer.byteLength(text) }
}

function made(bundle: string, facts: Parameters<typeof makeManifest>[0]): ReturnType<typeof makeManifest> {
  try {
    return makeManifest(facts)
  } catch (error) {
    throw bad(bundle, 'a JavaScript bundle with its source map', error)
  }
}

const INLINE = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([\w+/=]+)\s*$/

function mapOf(bundle: string, code: string): string {
  const inline = INLINE.exec(code)?.[1]
  if (inline !== undefined) return Buffer.from(inline, 'base64').toString('utf8')
  return readText(`${bundle}.map`, bundle)
}

function readText(file: string, bundle: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw bad(bundle, file === bundle ? 'a file that can be read' : `with a source map in ${file}`, error)
  }
}

function bad(bundle: string, wanted: string, error: unknown): ThermoclineError {
  const met = error instanceof Error ? error.message : String(error)
  return new ThermoclineError('bad_argument', `${bundle} must be ${wanted}: ${met}`)
}
