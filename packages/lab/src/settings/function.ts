import { resolve } from 'node:path'
import { badSetting, ms } from '@thermocline/wire'
import type { Ms } from '@thermocline/wire'
import type { LogFormat } from '../export/log-stream.ts'
import { findRuntime } from '../runtimes.ts'
import type { Runtime } from '../runtimes.ts'
import { checkHandler, checkLayer, extensionsIn, isFolder } from './code.ts'
import type { ExtensionProgram } from './code.ts'
import { readPolicy } from './policy.ts'
import type { Policy, PolicyDescription } from './policy.ts'
import { RESERVED } from './reserved.ts'

/** A function as its user describes it, with the policy its containers are scheduled by. */
export interface FunctionDescription extends PolicyDescription {
  /** 1 to 64 letters, digits, `-` or `_`. */
  readonly name: string
  /** The folder that would be zipped: LAMBDA_TASK_ROOT and the working directory of its processes. */
  readonly folder: string
  /** `file.export`, where file is relative to the folder and has no extension. */
  readonly handler: string
  /** `nodejs22.x` or `nodejs24.x`. Default `nodejs24.x`. */
  readonly runtime?: string
  /** Default 3,000, as on AWS; up to 900,000. */
  readonly timeoutMs?: number
  /**
   * Limit of one init; one that overruns it runs again inside the invocation. Default 10,000, as on AWS, and for
   * standing capacity 130,000 or the function's timeout.
   */
  readonly initTimeoutMs?: number
  /** Caps the heap; a container found to use more is ended. Default 128; 128 to 10,240, under Managed Instances from 2,048. */
  readonly memoryMb?: number
  /** Default `$LATEST`. Provisioned concurrency asks for a published one, as on AWS. */
  readonly version?: string
  /** Environment variables of the function. Those Lambda sets itself are refused. */
  readonly env?: Readonly<Record<string, string>>
  /** Folders that would be layers: executables in `extensions/` run as external extensions, `nodejs/` holds modules. */
  readonly layers?: readonly string[]
  /** `Text` (default) or `JSON`; always JSON under Managed Instances. */
  readonly logFormat?: 'Text' | 'JSON'
  /** Of Lambda's own lines where the format is JSON. Default INFO. */
  readonly systemLogLevel?: 'DEBUG' | 'INFO' | 'WARN'
  /** Of the function's lines where the format is JSON. Default INFO. */
  readonly applicationLogLevel?: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'
}

/** All of a function but its code. */
export interface FunctionBehaviour {
  readonly name: string
  readonly runtime: Runtime
  readonly timeout: Ms
  readonly initTimeout: Ms
  /** Of provisioned containers and Managed Instances, which Lambda gives longer: 130 s, or the function's timeout. */
  readonly standingInitTimeout: Ms
  readonly memoryMb: number
  readonly policy: Policy
  readonly version: string
  readonly region: string
  readonly account: string
  readonly arn: string
  readonly logGroup: string
  readonly logFormat: LogFormat
  readonly applicationLogLevel: string
  readonly env: Readonly<Record<string, string>>
}

/** A function whose description was found to be right. */
export interface LabFunction extends FunctionBehaviour {
  readonly folder: string
  readonly handler: string
  readonly layers: readonly string[]
  readonly extensions: readonly ExtensionProgram[]
}

/** Where functions are, and where they send their spans. */
export interface FunctionPlace {
  /** Where wrapped handlers send their spans: THERMOCLINE_ENDPOINT. Without it they write log lines. */
  readonly endpoint?: string
  /** Default `us-east-1`. */
  readonly region?: string
  /** Default `123456789012`, the account of AWS's documentation. */
  readonly account?: string
}

/** One function described; throws `bad_setting` naming the first field that is wrong. */
export function readFunction(description: FunctionDescription, place: FunctionPlace): LabFunction {
  const { name, handler } = description
  const behaviour = readBehaviour(description, place)
  const folder = resolve(description.folder)
  if (!isFolder(folder)) throw badSetting(`folder of ${name}`, 'a folder', folder)
  checkHandler(name, folder, handler)
  const layers = (description.layers ?? []).map((layer) => checkLayer(name, layer))
  const extensions = layers.flatMap(extensionsIn)
  if (extensions.length > MOST_EXTENSIONS)
    throw badSetting(`layers of ${name}`, `with ${MOST_EXTENSIONS} extensions at most`, extensions.length)
  return Object.freeze({ ...behaviour, folder, handler, layers, extensions })
}

/** All of a function but its code, as much as a simulated one has; throws `bad_setting` like {@link readFunction}. */
export function readBehaviour(
  description: Omit<FunctionDescription, 'folder' | 'handler' | 'layers'>,
  { region = 'us-east-1', account = '123456789012', endpoint }: FunctionPlace,
): FunctionBehaviour {
  const { name, version = '$LATEST', env = {} } = description
  if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name))
    throw badSetting('a function name', '1 to 64 letters, digits, - or _', name)
  if (!/^(?:\$LATEST|[\w-]{1,129})$/.test(version))
    throw badSetting(`version of ${name}`, '$LATEST or a version number', version)
  const reserved = Object.keys(env).find((key) => RESERVED.has(key))
  if (reserved !== undefined) throw badSetting(`env of ${name}`, 'free of names Lambda sets itself', reserved)
  const odd = Object.entries(env).find(([key, value]) => !isVariable(key, value))
  if (odd !== undefined)
    throw badSetting(`env of ${name}`, 'texts under names of letters, digits and _', odd[0])
  const policy = readPolicy(name, description)
  if (policy.provisioned > 0 && version === '$LATEST')
    throw badSetting(`version of ${name}`, 'a published one where concurrency is provisioned', version)

  const number = (key: NumberSetting, fallback: number, least: number, most: number): number =>
    checkNumber(`${key} of ${name}`, description[key] ?? fallback, least, most)
  const timeout = ms(number('timeoutMs', 3000, 1, 900_000))
  const managed = policy.managed !== null
  return {
    name,
    runtime: findRuntime(description.runtime ?? 'nodejs24.x'),
    version,
    region,
    account,
    policy,
    timeout,
    initTimeout: ms(number('initTimeoutMs', 10_000, 1, 900_000)),
    standingInitTimeout: ms(number('initTimeoutMs', Math.max(130_000, timeout), 1, 900_000)),
    memoryMb: number('memoryMb', managed ? 2048 : 128, managed ? 2048 : 128, managed ? 32_768 : 10_240),
    arn: `arn:aws:lambda:${region}:${account}:function:${name}`,
    logGroup: `/aws/lambda/${name}`,
    logFormat: readLogFormat(name, description, managed),
    applicationLogLevel: oneOf(name, description, 'applicationLogLevel', APPLICATION_LEVELS, 'INFO'),
    env: Object.freeze({ ...(endpoint === undefined ? {} : { THERMOCLINE_ENDPOINT: endpoint }), ...env }),
  }
}

// Lambda registers no more, external and internal ones together.
const MOST_EXTENSIONS = 10

function isVariable(key: string, value: unknown): boolean {
  return /^[A-Za-z_]\w*$/.test(key) && typeof value === 'string' && !value.includes('\0')
}

type NumberSetting = 'timeoutMs' | 'initTimeoutMs' | 'memoryMb'

function checkNumber(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw badSetting(name, `a whole number from ${least} to ${most}`, value)
}

type LogDescription = Pick<FunctionDescription, 'logFormat' | 'systemLogLevel' | 'applicationLogLevel'>

const APPLICATION_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const

function readLogFormat(name: string, description: LogDescription, managed: boolean): LogFormat {
  const format = oneOf(name, description, 'logFormat', ['Text', 'JSON'] as const, managed ? 'JSON' : 'Text')
  const systemLevel = oneOf(name, description, 'systemLogLevel', ['DEBUG', 'INFO', 'WARN'] as const, 'INFO')
  if (managed && format === 'Text')
    throw badSetting(`logFormat of ${name}`, 'JSON under Managed Instances', format)
  return format === 'Text' ? { format } : { format, systemLevel }
}

function oneOf<T extends string>(
  name: string,
  description: LogDescription,
  key: 'logFormat' | 'systemLogLevel' | 'applicationLogLevel',
  choices: readonly T[],
  fallback: T,
): T {
  const value = (description[key] ?? fallback) as T
  if (choices.includes(value)) return value
  throw badSetting(`${key} of ${name}`, choices.join(' or '), value)
}
