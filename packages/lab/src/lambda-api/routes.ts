import type { Operation } from './call.ts'
import { getConfiguration, listFunctions, updateCode, updateConfiguration } from './configuration.ts'
import { Refusal } from './error.ts'
import { invoke } from './invoke.ts'
import { deleteProvisioned, getProvisioned, putProvisioned } from './provisioned.ts'
import { invokeWithResponseStream } from './stream.ts'

export interface Route {
  readonly operation: Operation
  /** As it stood in the path; empty where the path has none. */
  readonly reference: string
  /** AWS's name of it. */
  readonly name: string
  readonly mostBytes: number
}

/** What the lab has for a call; throws `NotImplementedException` naming all it has. */
export function findRoute(method: string, path: string): Route {
  for (const [verb, pattern, name, operation, mostBytes = MOST_SETTINGS_BYTES] of ROUTES) {
    const match = method === verb ? pattern.exec(path) : null
    if (match !== null) return { operation, reference: decode(match[1] ?? ''), name, mostBytes }
  }
  const names = ROUTES.map(([, , name]) => name).join(', ')
  throw new Refusal(
    'NotImplementedException',
    `the lab has no ${method} ${path}: of Lambda's API it has ${names}`,
  )
}

// AWS's own figure, which is exact: 6 MiB.
const MOST_INVOCATION_BYTES = 6_291_456
const MOST_SETTINGS_BYTES = 1_048_576

const ROUTES: readonly (readonly [string, RegExp, string, Operation, number?])[] = [
  ['POST', at('2015-03-31', 'invocations'), 'InvokeFunction', invoke, MOST_INVOCATION_BYTES],
  [
    'POST',
    at('2021-11-15', 'response-streaming-invocations'),
    'InvokeWithResponseStream',
    invokeWithResponseStream,
    MOST_INVOCATION_BYTES,
  ],
  ['GET', /^\/2015-03-31\/functions\/?$/, 'ListFunctions', listFunctions],
  ['GET', at('2015-03-31', 'configuration'), 'GetFunctionConfiguration', getConfiguration],
  ['PUT', at('2015-03-31', 'configuration'), 'UpdateFunctionConfiguration', updateConfiguration],
  ['PUT', at('2015-03-31', 'code'), 'UpdateFunctionCode', updateCode],
  ['PUT', at('2019-09-30', 'provisioned-concurrency'), 'PutProvisionedConcurrencyConfig', putProvisioned],
  ['GET', at('2019-09-30', 'provisioned-concurrency'), 'GetProvisionedConcurrencyConfig', getProvisioned],
  [
    'DELETE',
    at('2019-09-30', 'provisioned-concurrency'),
    'DeleteProvisionedConcurrencyConfig',
    deleteProvisioned,
  ],
]

function at(version: string, what: string): RegExp {
  return new RegExp(`^/${version}/functions/([^/]+)/${what}/?$`)
}

function decode(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    // No name: it is refused as one.
    return reference
  }
}
