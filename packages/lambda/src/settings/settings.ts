import { type Ms, ms } from '@thermocline/wire'
import { type Endpoint, readEndpoint } from './endpoint.ts'
import { attributesBy } from './hooks.ts'
import {
  check,
  type Environment,
  FLAG,
  HEADER_PAIRS,
  hook,
  milliseconds,
  NAME,
  oneOf,
  PAIRS,
  type Report,
  reportBad,
  saysWord,
  take,
  type Wanted,
} from './ladder.ts'
import { type Propagators, readPropagators } from './propagators.ts'

/**
 * How spans leave the function. `auto` is `extension` where an endpoint is set and the extension could be registered,
 * `otlp` where it could not, and `log` without an endpoint.
 */
export type FlushSetting = 'auto' | 'log' | 'otlp' | 'extension'
/** How often leaked state is looked for: at a sample of invocations, or, in CI and the lab, at every one. */
export type LeaksSetting = 'off' | 'sampled' | 'every'
/** Whose loading is timed: that of CommonJS modules, that of ES modules too, or none. */
export type InitProfileSetting = 'off' | 'cjs' | 'all'
/** What is told of a tenant: a hash, his id as it stands, or nothing. */
export type TenantSetting = 'hashed' | 'raw' | 'off'

/** What a span may carry of the user's own making. */
export type UserAttributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Each option wins over its environment variable, which wins over the default. */
export interface Options {
  /** THERMOCLINE_FLUSH. Default `auto`. */
  readonly flush?: FlushSetting
  /** THERMOCLINE_ENDPOINT: base URL of an OTLP/HTTP receiver; `/v1/traces` is appended. */
  readonly endpoint?: string
  /** THERMOCLINE_HEADERS, OTEL_EXPORTER_OTLP_TRACES_HEADERS or OTEL_EXPORTER_OTLP_HEADERS: sent with each post. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * THERMOCLINE_FLUSH_TIMEOUT_MS, OTEL_EXPORTER_OTLP_TRACES_TIMEOUT or OTEL_EXPORTER_OTLP_TIMEOUT: the most an `otlp`
   * flush may hold back a response. Default 300.
   */
  readonly flushTimeoutMs?: number
  /** THERMOCLINE_LEAKS. Default `sampled`. */
  readonly leaks?: LeaksSetting
  /** OTEL_SERVICE_NAME. Default the function's name. */
  readonly serviceName?: string
  /** THERMOCLINE_TENANT. Default `hashed`. */
  readonly tenant?: TenantSetting
  /** THERMOCLINE_INIT_PROFILE. Default `cjs`; `all` where leaks are looked for at every invocation. */
  readonly initProfile?: InitProfileSetting
  /** THERMOCLINE_REGISTER_GLOBAL: makes ours the application's provider, unless it has one. Default false. */
  readonly registerGlobal?: boolean
  /** Puts attributes of your own onto the root span; what it gives is sent as it is. */
  readonly attributes?: (event: unknown, context: unknown) => UserAttributes | undefined
  /**
   * Called with each attribute before it is sent, and with the message of a span's status as
   * `otel.status_description`; what it gives is sent instead, and nothing for undefined.
   */
  readonly redact?: (name: string, value: unknown) => unknown
  /** Told of each problem of the SDK, once: a bad setting, a part that failed. */
  readonly onError?: (problem: string) => void
}

export interface Settings {
  /** False: the handler is left as it is. */
  readonly enabled: boolean
  readonly flush: FlushSetting
  readonly endpoint: Endpoint | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly gzip: boolean
  readonly flushTimeout: Ms
  readonly leaks: LeaksSetting
  readonly serviceName: string | undefined
  readonly resourceAttributes: Readonly<Record<string, string>>
  readonly tenant: TenantSetting
  readonly initProfile: InitProfileSetting
  readonly registerGlobal: boolean
  /** OTEL_PROPAGATORS: by whose context a parent may be named. */
  readonly propagators: Propagators
  readonly attributes: ((event: unknown, context: unknown) => UserAttributes) | undefined
  readonly redact: Options['redact']
  readonly lab: boolean
}

const MOST_FLUSH_TIMEOUT_MS = 900_000
const DEFAULT_FLUSH_TIMEOUT_MS = 300

/** Never throws: a bad setting is reported, with its name, what was wanted and what was met, and its default used. */
export function readSettings(options: Options, env: Environment, report: Report): Settings {
  const get = <T>(wanted: Wanted<T>, name: string, option: unknown, ...variables: string[]): T | undefined =>
    check(take(name, option, env, ...variables), wanted, report)

  const endpoint = readEndpoint(options.endpoint, env, report)
  const flush = get(oneOf(FLUSHES), 'flush', options.flush, 'THERMOCLINE_FLUSH')
  if ((flush === 'otlp' || flush === 'extension') && !endpoint) {
    reportBad(report, 'endpoint', `set when flush is "${flush}" (spans go to the log instead)`, undefined)
  }
  const attributes = get(hook<NonNullable<Options['attributes']>>(), 'attributes', options.attributes)
  const timeout = milliseconds(MOST_FLUSH_TIMEOUT_MS)
  const flushTimeoutMs = get(timeout, 'flushTimeoutMs', options.flushTimeoutMs, ...TIMEOUTS)
  const leaks = get(oneOf(LEAKS), 'leaks', options.leaks, 'THERMOCLINE_LEAKS') ?? 'sampled'
  get(hook<NonNullable<Options['onError']>>(), 'onError', options.onError)
  return {
    enabled: !get(FLAG, '', undefined, 'OTEL_SDK_DISABLED') && (flush !== undefined || exportsTraces(env)),
    flush: flush ?? 'auto',
    endpoint,
    headers: get(HEADER_PAIRS, 'headers', options.headers, ...HEADERS) ?? {},
    gzip: get(oneOf(['gzip', 'none']), '', undefined, ...COMPRESSIONS) === 'gzip',
    flushTimeout: ms(flushTimeoutMs ?? DEFAULT_FLUSH_TIMEOUT_MS),
    leaks,
    serviceName: get(NAME, 'serviceName', options.serviceName, 'OTEL_SERVICE_NAME'),
    resourceAttributes: get(PAIRS, '', undefined, 'OTEL_RESOURCE_ATTRIBUTES') ?? {},
    tenant: get(oneOf(TENANTS), 'tenant', options.tenant, 'THERMOCLINE_TENANT') ?? 'hashed',
    initProfile:
      get(oneOf(PROFILES), 'initProfile', options.initProfile, 'THERMOCLINE_INIT_PROFILE') ??
      (leaks === 'every' ? 'all' : 'cjs'),
    registerGlobal:
      get(FLAG, 'registerGlobal', options.registerGlobal, 'THERMOCLINE_REGISTER_GLOBAL') ?? false,
    propagators: readPropagators(env, report),
    attributes: attributes && attributesBy(attributes, report),
    redact: get(hook<NonNullable<Options['redact']>>(), 'redact', options.redact),
    lab: env['THERMOCLINE_LAB'] === '1',
  }
}

// `none` alone speaks to us: which exporters the application has is its own affair.
function exportsTraces(env: Environment): boolean {
  return !saysWord(env, 'OTEL_TRACES_EXPORTER', 'none')
}

const FLUSHES: readonly FlushSetting[] = ['auto', 'log', 'otlp', 'extension']
const LEAKS: readonly LeaksSetting[] = ['off', 'sampled', 'every']
const TENANTS: readonly TenantSetting[] = ['hashed', 'raw', 'off']
const PROFILES: readonly InitProfileSetting[] = ['off', 'cjs', 'all']
const HEADERS = ['THERMOCLINE_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS']
const TIMEOUTS = [
  'THERMOCLINE_FLUSH_TIMEOUT_MS',
  'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
  'OTEL_EXPORTER_OTLP_TIMEOUT',
]
const COMPRESSIONS = ['OTEL_EXPORTER_OTLP_TRACES_COMPRESSION', 'OTEL_EXPORTER_OTLP_COMPRESSION']
