import type { FunctionUpdate } from '../live/lab.ts'
import type { LabFunction } from '../settings/function.ts'
import { readFields } from './body.ts'
import type { FieldReaders } from './body.ts'
import { json } from './call.ts'
import type { ApiReply, Call, Surroundings } from './call.ts'
import { Refusal } from './error.ts'
import { findFunction } from './target.ts'

/** ListFunctions. */
export function listFunctions({ lab }: Surroundings, { query }: Call): ApiReply {
  const names = lab.functions()
  const from = pageStart(query.get('Marker'))
  const to = from + pageSize(query.get('MaxItems'))
  return json(200, {
    Functions: names.slice(from, to).map((name) => configurationOf(lab.describe(name))),
    ...(to < names.length ? { NextMarker: String(to) } : {}),
  })
}

/** GetFunctionConfiguration. */
export function getConfiguration({ lab }: Surroundings, call: Call): ApiReply {
  return json(200, configurationOf(findFunction(lab, call)))
}

/** UpdateFunctionConfiguration: containers of before end, busy ones after their invocation. */
export function updateConfiguration({ lab }: Surroundings, call: Call): ApiReply {
  const { name } = findFunction(lab, call)
  const update = Object.assign({}, ...readFields(call.body, CONFIGURATION)) as FunctionUpdate
  lab.configure(name, update)
  return json(200, configurationOf(lab.describe(name)))
}

/** UpdateFunctionCode: the function's folder is read anew. `Publish` gives it the next version number. */
export function updateCode({ lab }: Surroundings, call: Call): ApiReply {
  const { name, version } = findFunction(lab, call)
  const publish = readFields(call.body, CODE).includes(true)
  lab.deploy(name, publish ? { version: nextVersion(version) } : {})
  return json(200, configurationOf(lab.describe(name)))
}

/** The first version is 1, also after a name that is no number. */
function nextVersion(version: string): string {
  return /^\d+$/.test(version) ? String(Number(version) + 1) : '1'
}

const CODE: FieldReaders<boolean> = {
  Publish: { wanted: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined) },
}

// What is wrong with a value of the right kind, the lab itself says.
const CONFIGURATION: FieldReaders<FunctionUpdate> = {
  Handler: text((handler) => ({ handler })),
  Runtime: text((runtime) => ({ runtime })),
  MemorySize: number((memoryMb) => ({ memoryMb })),
  Timeout: number((seconds) => ({ timeoutMs: seconds * 1000 })),
  Environment: {
    wanted: '{"Variables": {name: text}}',
    read: (value) => (isEnvironment(value) ? { env: value.Variables ?? {} } : undefined),
  },
}

function text(update: (value: string) => FunctionUpdate): FieldReaders<FunctionUpdate>[string] {
  return { wanted: 'a text', read: (value) => (typeof value === 'string' ? update(value) : undefined) }
}

function number(update: (value: number) => FunctionUpdate): FieldReaders<FunctionUpdate>[string] {
  return { wanted: 'a number', read: (value) => (typeof value === 'number' ? update(value) : undefined) }
}

function isEnvironment(value: unknown): value is { readonly Variables?: Readonly<Record<string, string>> } {
  if (typeof value !== 'object' || value === null) return false
  const { Variables: variables = {} } = value as { Variables?: unknown }
  if (typeof variables !== 'object' || variables === null) return false
  return Object.values(variables).every((each) => typeof each === 'string')
}

/** AWS's FunctionConfiguration, without what the lab does not know: a role, a size and a hash of the code. */
function configurationOf(fn: LabFunction): Readonly<Record<string, unknown>> {
  const { logFormat } = fn
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime: fn.runtime.id,
    Handler: fn.handler,
    Version: fn.version,
    MemorySize: fn.memoryMb,
    // AWS has whole seconds, the lab may be told less than one.
    Timeout: Math.ceil(fn.timeout / 1000),
    Environment: { Variables: fn.env },
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    LoggingConfig: {
      LogFormat: logFormat.format,
      LogGroup: fn.logGroup,
      ...(logFormat.format === 'JSON'
        ? { SystemLogLevel: logFormat.systemLevel, ApplicationLogLevel: fn.applicationLogLevel }
        : {}),
    },
    ...(fn.policy.tenants ? { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } } : {}),
  }
}

function pageStart(marker: string | null): number {
  if (marker === null || /^\d{1,6}$/.test(marker)) return Number(marker)
  throw new Refusal('InvalidParameterValueException', `Marker must be one this API gave, got ${marker}`)
}

const MOST_ITEMS = 50

function pageSize(items: string | null): number {
  const size = Number(items ?? MOST_ITEMS)
  if (Number.isInteger(size) && size >= 1) return Math.min(size, MOST_ITEMS)
  throw new Refusal('InvalidParameterValueException', `MaxItems must be 1 or more, got ${items}`)
}
