import { bytes, ms } from '@thermocline/wire'
import type { Bytes, Ms } from '@thermocline/wire'

// What an extension asks of the Telemetry API, as the body of its PUT has it.

/** All that Lambda knows; Managed Instances take the last alone. */
export const SCHEMA_VERSIONS = ['2022-07-01', '2022-12-13', '2025-01-29'] as const
export type SchemaVersion = (typeof SCHEMA_VERSIONS)[number]

const TELEMETRY_TYPES = ['platform', 'function', 'extension'] as const
export type TelemetryType = (typeof TELEMETRY_TYPES)[number]

export interface Buffering {
  readonly maxItems: number
  readonly maxBytes: Bytes
  readonly timeout: Ms
}

/** `host` is what the listener is told; the lab itself delivers to 127.0.0.1. */
export type Destination =
  | { readonly protocol: 'HTTP'; readonly host: string; readonly port: number; readonly path: string }
  | { readonly protocol: 'TCP'; readonly port: number }

export interface Subscription {
  readonly schemaVersion: SchemaVersion
  readonly types: readonly TelemetryType[]
  readonly buffering: Buffering
  readonly destination: Destination
}

export type SubscriptionRequest =
  | { readonly kind: 'valid'; readonly subscription: Subscription }
  | { readonly kind: 'invalid'; readonly message: string }

/** The subscription, or all that is wrong with it in one message, as Lambda answers. */
export function readSubscription(body: Buffer, versions: readonly SchemaVersion[]): SubscriptionRequest {
  const asked = parseObject(body)
  if (asked === null) return { kind: 'invalid', message: 'the request body should be a JSON object' }

  const problems: string[] = []
  const schemaVersion = oneOf('schemaVersion', versions, asked['schemaVersion'], problems)
  const destination = readDestination(asked['destination'], problems)
  const types = readTypes(asked['types'], problems)
  const buffering = readBuffering(asked['buffering'], problems)

  const whole = schemaVersion !== null && destination !== null && types !== null && buffering !== null
  if (!whole) return { kind: 'invalid', message: problems.join('; ') }
  return { kind: 'valid', subscription: { schemaVersion, types, buffering, destination } }
}

type Fields = Readonly<Record<string, unknown>>

function parseObject(body: Buffer): Fields | null {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return isObject(parsed) ? parsed : null
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Readers below give `null` exactly where they told a problem.

const PROTOCOLS = ['HTTP', 'TCP'] as const

function readDestination(asked: unknown, problems: string[]): Destination | null {
  if (!isObject(asked)) return wrong('destination', 'an object', asked, problems)
  const protocol = oneOf('destination.protocol', PROTOCOLS, asked['protocol'], problems)
  switch (protocol) {
    case 'HTTP':
      return readUri(asked['URI'], problems)
    case 'TCP': {
      const port = integer('destination.port', 1, 65_535, asked['port'], problems)
      return port === null ? null : { protocol, port }
    }
    case null:
      return null
  }
}

// By hand, since URL hides a port of 80: Lambda wants the port said.
const AUTHORITY = /^http:\/\/([^/?#@:]+)(?::(\d+))?(?:[/?#]|$)/i
const HOSTS: ReadonlySet<string> = new Set(['sandbox.localdomain', 'sandbox'])

function readUri(asked: unknown, problems: string[]): Destination | null {
  const uri = typeof asked === 'string' && URL.canParse(asked) ? asked : ''
  const [, host, port] = AUTHORITY.exec(uri) ?? []
  if (host === undefined) {
    return wrong('destination.URI', 'like http://sandbox.localdomain:8080/path', asked, problems)
  }
  if (!HOSTS.has(host.toLowerCase())) {
    return wrong('destination.URI host', 'sandbox.localdomain', host, problems)
  }
  if (port === undefined) return told('URI port is not provided', problems)
  const { pathname, search } = new URL(uri)
  const number = integer('destination.URI port', 1, 65_535, Number(port), problems)
  if (number === null) return null
  return { protocol: 'HTTP', host: `${host}:${number}`, port: number, path: pathname + search }
}

function readTypes(asked: unknown, problems: string[]): readonly TelemetryType[] | null {
  if (!Array.isArray(asked)) return wrong('types', 'an array', asked, problems)
  if (asked.length === 0) return told('types should not be empty', problems)
  const types = asked.map((type: unknown) => oneOf('types', TELEMETRY_TYPES, type, problems))
  return types.every((type) => type !== null) ? [...new Set(types)] : null
}

function readBuffering(asked: unknown = {}, problems: string[]): Buffering | null {
  if (!isObject(asked)) return wrong('buffering', 'an object', asked, problems)
  const { maxItems = 10_000, maxBytes = 262_144, timeoutMs = 1000 } = asked
  const items = integer('buffering.maxItems', 1000, 10_000, maxItems, problems)
  const size = integer('buffering.maxBytes', 262_144, 1_048_576, maxBytes, problems)
  const timeout = integer('buffering.timeoutMs', 25, 30_000, timeoutMs, problems)
  if (items === null || size === null || timeout === null) return null
  return { maxItems: items, maxBytes: bytes(size), timeout: ms(timeout) }
}

function oneOf<T>(name: string, wanted: readonly T[], got: unknown, problems: string[]): T | null {
  const found = wanted.find((value) => value === got)
  return found ?? wrong(name, wanted.join(' or '), got, problems)
}

function integer(name: string, least: number, most: number, got: unknown, problems: string[]): number | null {
  if (typeof got === 'number' && Number.isInteger(got) && got >= least && got <= most) return got
  return wrong(name, `an integer from ${least} to ${most}`, got, problems)
}

function wrong(name: string, wanted: string, got: unknown, problems: string[]): null {
  const met = got === undefined ? 'is not provided' : `is ${JSON.stringify(got)}`
  return told(`${name} should be ${wanted}, but ${met}`, problems)
}

function told(problem: string, problems: string[]): null {
  problems.push(problem)
  return null
}
