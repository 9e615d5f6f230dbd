import { existsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { badSetting, ms } from '@thermocline/wire'
import type { Ms } from '@thermocline/wire'
import { RESERVED } from './environment.ts'

/** A function as its user describes it. */
export interface FunctionDescription {
  /** 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string
  /** The folder that would be zipped: LAMBDA_TASK_ROOT and the working directory of its processes. */
  readonly folder: string
  /** `file.export`, where file is relative to the folder and has no extension. */
  readonly handler: string
  /** Default 3,000, as on AWS; up to 900,000. */
  readonly timeoutMs?: number
  /** Limit of one init; one that overruns it runs again inside the invocation. Default 10,000, as on AWS. */
  readonly initTimeoutMs?: number
  /** Caps the heap and is reported; not enforced on the process. Default 128; 128 to 10,240. */
  readonly memoryMb?: number
  /** How long an idle container is kept. Default 300,000. */
  readonly keepAliveMs?: number
  /** Invocations running at once; more are refused. Default: no limit. */
  readonly concurrencyLimit?: number
  /** Default `$LATEST`. */
  readonly version?: string
  /** Environment variables of the function. Those Lambda sets itself are refused. */
  readonly env?: Readonly<Record<string, string>>
}

export interface LabSettings {
  readonly functions: readonly FunctionDescription[]
  /** Where wrapped handlers send their spans: THERMOCLINE_ENDPOINT. Without it they write log lines. */
  readonly endpoint?: string
  /** Default `us-east-1`. */
  readonly region?: string
  /** Default `123456789012`, the account of AWS's documentation. */
  readonly account?: string
  /** Where the containers' /tmp folders are made. Default: the system's folder for temporary files. */
  readonly tmpFolder?: string
}

/** A function whose description was found to be right. */
export interface LabFunction {
  readonly name: string
  readonly folder: string
  readonly handler: string
  readonly timeout: Ms
  readonly initTimeout: Ms
  readonly memoryMb: number
  readonly keepAlive: Ms
  readonly concurrencyLimit: number
  readonly version: string
  readonly region: string
  readonly arn: string
  readonly env: Readonly<Record<string, string>>
}

export interface CheckedSettings {
  readonly functions: readonly LabFunction[]
  readonly tmpFolder: string
}

/** The settings with their defaults; throws `bad_setting` naming the first that is wrong. */
export function readSettings(settings: LabSettings): CheckedSettings {
  const endpoint = settings.endpoint
  if (endpoint !== undefined && !URL.canParse(endpoint)) throw badSetting('endpoint', 'a URL', endpoint)
  const names = settings.functions.map((description) => description.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw badSetting('functions', 'functions of different names', twice)
  const tmpFolder = resolve(settings.tmpFolder ?? tmpdir())
  if (!isFolder(tmpFolder)) throw badSetting('tmpFolder', 'a folder', tmpFolder)
  return {
    functions: settings.functions.map((description) => readFunction(description, settings)),
    tmpFolder,
  }
}

function readFunction(description: FunctionDescription, settings: LabSettings): LabFunction {
  const { name, handler, version = '$LATEST', env = {} } = description
  if (!/^[\w-]{1,64}$/.test(name)) {
    throw badSetting('a function name', '1 to 64 letters, digits, - or _', name)
  }
  const folder = resolve(description.folder)
  if (!isFolder(folder)) throw badSetting(`folder of ${name}`, 'a folder', folder)
  checkHandler(name, folder, handler)
  if (!/^(?:\$LATEST|[\w-]{1,129})$/.test(version)) {
    throw badSetting(`version of ${name}`, '$LATEST or a version number', version)
  }
  const reserved = Object.keys(env).find((key) => RESERVED.has(key))
  if (reserved !== undefined) throw badSetting(`env of ${name}`, 'free of names Lambda sets itself', reserved)

  const number = (key: NumberSetting, fallback: number, least: number, most: number): number =>
    checkNumber(`${key} of ${name}`, description[key] ?? fallback, least, most)
  const { region = 'us-east-1', account = '123456789012', endpoint } = settings
  return Object.freeze({
    name,
    folder,
    handler,
    version,
    region,
    timeout: ms(number('timeoutMs', 3000, 1, 900_000)),
    initTimeout: ms(number('initTimeoutMs', 10_000, 1, 900_000)),
    memoryMb: number('memoryMb', 128, 128, 10_240),
    keepAlive: ms(number('keepAliveMs', 300_000, 0, 86_400_000)),
    concurrencyLimit: number('concurrencyLimit', Number.MAX_SAFE_INTEGER, 1, Number.MAX_SAFE_INTEGER),
    arn: `arn:aws:lambda:${region}:${account}:function:${name}`,
    env: Object.freeze({ ...(endpoint === undefined ? {} : { THERMOCLINE_ENDPOINT: endpoint }), ...env }),
  })
}

type NumberSetting = 'timeoutMs' | 'initTimeoutMs' | 'memoryMb' | 'keepAliveMs' | 'concurrencyLimit'

function checkNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw badSetting(name, `a whole number from ${least} to ${most}`, value)
}

// The runtime takes the part before the first dot of the last path segment as the file, and tries these endings.
function checkHandler(name: string, folder: string, handler: string): void {
  const match = /^(.*\/)?([^./]+)\.([^/]+)$/.exec(handler)
  if (match === null || handler.includes('..')) {
    throw badSetting(`handler of ${name}`, 'of the form "file.export"', handler)
  }
  const file = resolve(folder, `${match[1] ?? ''}${match[2]}`)
  const found = ['', '.js', '.mjs', '.cjs', '/index.js'].some((ending) => isFile(`${file}${ending}`))
  if (!found) throw badSetting(`handler of ${name}`, `in a file ${file} (.js, .mjs or .cjs)`, handler)
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile()
}
