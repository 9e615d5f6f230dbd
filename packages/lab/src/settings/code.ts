import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { badSetting } from '@thermocline/wire'

// A function's code, on disk.

/** An executable in a layer's `extensions/`. */
export interface ExtensionProgram {
  readonly name: string
  readonly path: string
}

// The runtime takes the part before the first dot of the last path segment as the file, and tries these endings.
/** Throws `bad_setting` unless the handler is in a file of this folder. */
export function checkHandler(name: string, folder: string, handler: string): void {
  const match = /^(.*\/)?([^./]+)\.([^/]+)$/.exec(handler)
  if (match === null || handler.includes('..') || handler.startsWith('/')) {
    throw badSetting(`handler of ${name}`, 'of the form "file.export"', handler)
  }
  const file = resolve(folder, `${match[1] ?? ''}${match[2]}`)
  const found = ['', '.js', '.mjs', '.cjs', '/index.js'].some((ending) => isFile(`${file}${ending}`))
  if (!found) throw badSetting(`handler of ${name}`, `in a file ${file} (.js, .mjs or .cjs)`, handler)
}

/** The folder of a layer; throws `bad_setting`. */
export function checkLayer(name: string, layer: string): string {
  const folder = resolve(layer)
  if (isFolder(folder)) return folder
  throw badSetting(`layers of ${name}`, 'folders', layer)
}

/** Lambda starts every file there; throws `bad_setting` for one that cannot be executed, which would fail each init. */
export function extensionsIn(layer: string): ExtensionProgram[] {
  const folder = join(layer, 'extensions')
  if (!isFolder(folder)) return []
  return readdirSync(folder)
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => isFile(path))
    .map((extension) => {
      if (isExecutable(extension.path)) return extension
      throw badSetting('an extension', 'an executable file', extension.path)
    })
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
