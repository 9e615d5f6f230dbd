import { readFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { FunctionDescription, TriedInit } from '@thermocline/lab'
import { badSetting, ThermoclineError } from '@thermocline/wire'
import { typedIn, typedPath } from '../typed-path.ts'

/** What is said of a function of the user's on the command line. */
export interface OwnFunctionOptions {
  readonly handler: string
  readonly name?: string
  readonly runtime?: string
  readonly memory?: string
  readonly timeout?: string
  readonly env?: readonly string[]
  readonly layer?: readonly string[]
  readonly keepAlive?: string
}

/** The function described; throws `bad_setting` naming the option that is wrong. */
export function describeOwn(options: OwnFunctionOptions): FunctionDescription {
  const { runtime, layer } = options
  const { folder, handler } = placeOf(options.handler)
  return {
    name: options.name ?? nameOf(folder),
    folder,
    handler,
    ...(runtime === undefined ? {} : { runtime }),
    ...optional('memoryMb', whole('--memory', options.memory)),
    ...optional('timeoutMs', seconds('--timeout', options.timeout)),
    ...optional('keepAliveMs', seconds('--keep-alive', options.keepAlive)),
    env: Object.fromEntries((options.env ?? []).map(pair)),
    ...(layer === undefined ? {} : { layers: layer.map(typedPath) }),
  }
}

// `dist/index.handler` is below the folder one is in, as it would be in the zip. A path that leads elsewhere belongs to
// the package it is in, else to its own folder.
function placeOf(typed: string): { folder: string; handler: string } {
  const here = typedIn()
  if (!isAbsolute(typed) && !typed.startsWith('..'))
    return { folder: here, handler: typed.replace(/^\.\//, '') }
  const path = resolve(here, typed)
  const folder = packageFolder(dirname(path)) ?? dirname(path)
  return { folder, handler: relative(folder, path) }
}

function packageFolder(folder: string): string | undefined {
  if (packageName(folder) !== undefined) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : packageFolder(parent)
}

// By the package, else by the folder.
function nameOf(folder: string): string {
  const name = packageName(folder) ?? basename(folder)
  return (
    name
      .replaceAll(/[^\w-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 64) || 'function'
  )
}

function packageName(folder: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: unknown }
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

function optional<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>)
}

function whole(option: string, typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined
  if (/^\d+$/.test(typed)) return Number(typed)
  throw badSetting(option, 'a whole number of megabytes', typed)
}

function seconds(option: string, typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined
  const value = Number(typed)
  if (typed.trim() !== '' && Number.isFinite(value) && value >= 0) return Math.round(value * 1000)
  throw badSetting(option, 'a number of seconds', typed)
}

function pair(typed: string): [string, string] {
  const at = typed.indexOf('=')
  if (at > 0) return [typed.slice(0, at), typed.slice(at + 1)]
  throw badSetting('--env', 'of the form NAME=value', typed)
}

/** Throws `bad_setting` for a handler that does not load, with where and why, and what to look for. */
export function refuseBroken({ handler }: FunctionDescription, tried: TriedInit): void {
  if (tried.kind === 'ok') return
  const { errorType, message, place, lines } = tried
  const where = place === null ? '' : ` (${place})`
  // The runtime's own account of an error says no more; a process that just ended may have said why.
  const said = TELLS_NOTHING.has(errorType)
    ? lines
        .slice(-MOST_LINES)
        .map((line) => `\n  ${line}`)
        .join('')
    : ''
  throw new ThermoclineError(
    'bad_setting',
    `the handler ${handler} does not load: ${errorType}: ${message}${where}${ADVICE[errorType] ?? ''}${said}`,
  )
}

const TELLS_NOTHING: ReadonlySet<string> = new Set([
  'Runtime.ExitError',
  'Sandbox.Timedout',
  'Runtime.OutOfMemory',
])
const MOST_LINES = 8

const ADVICE: Readonly<Record<string, string>> = {
  'Runtime.HandlerNotFound': '. The part after the dot must be a function the file exports.',
  'Runtime.ImportModuleError': '. Is it installed beside the function, and is what is imported built?',
  'Runtime.UserCodeSyntaxError':
    '. TypeScript has to be compiled, and import needs .mjs or "type": "module".',
  'Runtime.CallbackHandlerDeprecated':
    '. From Node 24 on a handler is async or returns a promise; --runtime nodejs22.x takes callbacks.',
  'Sandbox.Timedout': '. Lambda would try once more inside the first invocation.',
}
