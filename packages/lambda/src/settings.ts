import { badSetting, type Ms, ms } from '@thermocline/wire'

/** How spans leave the function. `auto` is `otlp` when an endpoint is set, else `log`. */
export type FlushSetting = 'auto' | 'log' | 'otlp'
/** How often leaked state is looked for: at a sample of invocations, or, in CI and the lab, at every one. */
export type LeaksSetting = 'off' | 'sampled' | 'every'

/** Each option wins over its environment variable, which wins over the default. */
export interface Options {
  /** THERMOCLINE_FLUSH. Default `auto`. */
  readonly flush?: FlushSetting
  /** THERMOCLINE_ENDPOINT: base URL of an OTLP/HTTP receiver; `/v1/traces` is appended. */
  readonly endpoint?: string
  /** THERMOCLINE_FLUSH_TIMEOUT_MS: the most an `otlp` flush may hold back a response. Default 300. */
  readonly flushTimeoutMs?: number
  /** THERMOCLINE_LEAKS. Default `sampled`. */
  readonly leaks?: LeaksSetting
  /** OTEL_SERVICE_NAME. Default the function's name. */
  readonly serviceName?: string
}

export interface Settings {
  readonly flush: 'log' | 'otlp'
  /** Where spans are posted, path included. Set whenever flush is `otlp`. */
  readonly tracesUrl: URL | undefined
  readonly flushTimeout: Ms
  readonly leaks: LeaksSetting
  readonly serviceName: string | undefined
  readonly lab: boolean
}

type Environment = Readonly<Record<string, string | undefined>>
type Report = (problem: string) => void

const FLUSHES: readonly FlushSetting[] = ['auto', 'log', 'otlp']
const LEAKS: readonly LeaksSetting[] = ['off', 'sampled', 'every']
const DEFAULT_FLUSH_TIMEOUT_MS = 300

/** Never throws: a bad setting is reported, with its name, what was wanted and what was met, and its default used. */
export function readSettings(options: Options, env: Environment, report: Report): Settings {
  const tracesUrl = readTracesUrl(options, env, report)
  const flush = oneOf(from(options.flush, 'flush', env, 'THERMOCLINE_FLUSH'), FLUSHES, 'auto', report)
  if (flush === 'otlp' && !tracesUrl) {
    reportBad(report, 'endpoint', 'set when flush is "otlp" (spans go to the log instead)', undefined)
  }
  return {
    flush: flush === 'log' || !tracesUrl ? 'log' : 'otlp',
    tracesUrl,
    flushTimeout: readTimeout(
      from(options.flushTimeoutMs, 'flushTimeoutMs', env, 'THERMOCLINE_FLUSH_TIMEOUT_MS'),
      report,
    ),
    leaks: oneOf(from(options.leaks, 'leaks', env, 'THERMOCLINE_LEAKS'), LEAKS, 'sampled', report),
    serviceName: readServiceName(from(options.serviceName, 'serviceName', env, 'OTEL_SERVICE_NAME'), report),
    lab: env['THERMOCLINE_LAB'] === '1',
  }
}

interface Given {
  /** As the user wrote it: the option or the variable. */
  readonly name: string
  /** Undefined when neither was given. An empty variable counts as not given, as OpenTelemetry has it. */
  readonly value: unknown
}

function from(option: unknown, optionName: string, env: Environment, variable: string): Given {
  if (option !== undefined) return { name: optionName, value: option }
  return { name: variable, value: env[variable] === '' ? undefined : env[variable] }
}

function oneOf<T extends string>(given: Given, allowed: readonly T[], otherwise: T, report: Report): T {
  if (given.value === undefined) return otherwise
  const found = allowed.find((word) => word === given.value)
  if (found === undefined) {
    reportBad(report, given.name, `one of ${allowed.map((word) => `"${word}"`).join(', ')}`, given.value)
  }
  return found ?? otherwise
}

function readTimeout(given: Given, report: Report): Ms {
  if (given.value === undefined) return ms(DEFAULT_FLUSH_TIMEOUT_MS)
  const value = typeof given.value === 'string' ? Number(given.value) : given.value
  if (typeof value === 'number' && value >= 0 && value <= 900_000) return ms(value)
  reportBad(report, given.name, '0 to 900000 milliseconds', given.value)
  return ms(DEFAULT_FLUSH_TIMEOUT_MS)
}

function readServiceName(given: Given, report: Report): string | undefined {
  if (given.value === undefined) return undefined
  if (typeof given.value === 'string' && given.value !== '') return given.value
  reportBad(report, given.name, 'a name', given.value)
  return undefined
}

function readTracesUrl(options: Options, env: Environment, report: Report): URL | undefined {
  const own = from(options.endpoint, 'endpoint', env, 'THERMOCLINE_ENDPOINT')
  if (own.value !== undefined) return readUrl(own, '/v1/traces', report)
  const traces = from(undefined, '', env, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')
  if (traces.value !== undefined) return readUrl(traces, '', report)
  return readUrl(from(undefined, '', env, 'OTEL_EXPORTER_OTLP_ENDPOINT'), '/v1/traces', report)
}

function readUrl(given: Given, path: string, report: Report): URL | undefined {
  if (given.value === undefined) return undefined
  const url = typeof given.value === 'string' ? parseUrl(given.value) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    reportBad(report, given.name, 'an http or https URL', withoutSecrets(given.value))
    return undefined
  }
  if (path) url.pathname = url.pathname.replace(/\/+$/, '') + path
  return url
}

/** User info and query may hold a key, and stderr is a log that many can read. */
function withoutSecrets(url: unknown): unknown {
  return typeof url === 'string' ? url.replace(/^.*@/s, '***@').replace(/\?.*/s, '') : url
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function reportBad(report: Report, name: string, wanted: string, got: unknown): void {
  report(badSetting(name, wanted, printable(got)).message)
}

function printable(got: unknown): unknown {
  return typeof got === 'string' || typeof got === 'number' || typeof got === 'boolean' ? got : typeof got
}
