import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Handler } from '../call/handler.ts'

/**
 * What a handler's name in a function's configuration leads to, found as AWS's runtime clients find it. Throws what
 * they would: their own errors are told by name and message, others pass as they are.
 */
export async function loadUserHandler(name: string, taskRoot: string): Promise<Handler> {
  if (name.includes('..')) {
    const advice = 'Use absolute paths when specifying root directories in handler names.'
    throw named('MalformedHandlerName', `'${name}' is not a valid handler name. ${advice}`)
  }
  const [, file = '', path = ''] = /^([^.]*)\.(.*)$/.exec(basename(name)) ?? []
  if (path === '' && !basename(name).includes('.')) throw named('MalformedHandlerName', 'Bad handler')
  const root = name.slice(0, name.indexOf(basename(name)))
  const found = find(await load(resolve(taskRoot, root, file), file, [taskRoot, root]), path)
  if (!found) throw named('HandlerNotFound', `${name} is undefined or not exported`)
  if (typeof found !== 'function') throw named('HandlerNotFound', `${name} is not a function`)
  return found as Handler
}

async function load(file: string, name: string, paths: readonly string[]): Promise<unknown> {
  const require = createRequire(`${file}.js`)
  if (existsSync(file)) return require(file)
  if (existsSync(`${file}.js`)) return isEsm(dirname(file)) ? importFile(`${file}.js`) : require(`${file}.js`)
  if (existsSync(`${file}.mjs`)) return importFile(`${file}.mjs`)
  if (existsSync(`${file}.cjs`)) return require(`${file}.cjs`)
  return require(require.resolve(name, { paths: [...paths] }))
}

function importFile(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href)
}

/** By the nearest package.json; one that cannot be read counts as none. */
function isEsm(folder: string): boolean {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest)) {
    try {
      const { type }: { type?: unknown } = JSON.parse(readFileSync(manifest, 'utf8'))
      return type === 'module'
    } catch {
      return false
    }
  }
  return folder !== '/' && !folder.endsWith('/node_modules') && isEsm(dirname(folder))
}

// AWS's client for Node 24 looks into the default export too, and shows the name of its errors; older ones do not.
const FOR_NODE_24 = !/^(16|18|20|22)\./.test(process.versions.node)

function find(module: unknown, path: string): unknown {
  const inside = FOR_NODE_24 && isObject(module) && 'default' in module ? module.default : undefined
  return walk(module, path) ?? walk(inside, path)
}

function walk(module: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((nested, key) => (isObject(nested) ? nested[key] : undefined), module)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}

/** The runtime sends an error's name as its type. */
function named(kind: string, message: string): Error {
  const name = { value: `Runtime.${kind}`, enumerable: FOR_NODE_24 }
  return Object.defineProperty(new Error(message), 'name', name)
}
