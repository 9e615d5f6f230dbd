import { type Environment, type Given, printable, type Report, reportBad, take } from './ladder.ts'

/** Where spans are posted. */
export interface Endpoint {
  /** Path included. */
  readonly url: URL
  /** From one of OpenTelemetry's variables, which the application's own exporter reads too. */
  readonly shared: boolean
}

/** Undefined when none was given, or a bad one, which is reported. */
export function readEndpoint(option: unknown, env: Environment, report: Report): Endpoint | undefined {
  const own = take('endpoint', option, env, 'THERMOCLINE_ENDPOINT')
  if (own.value !== undefined) return readUrl(own, '/v1/traces', false, report)
  const traces = take('', undefined, env, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')
  const shared = traces.value === undefined ? take('', undefined, env, 'OTEL_EXPORTER_OTLP_ENDPOINT') : traces
  if (shared.value === undefined || !speaksHttp(env, report)) return undefined
  return readUrl(shared, shared === traces ? '' : '/v1/traces', true, report)
}

// Posts are protobuf; who takes JSON over HTTP takes it at the same address.
function speaksHttp(env: Environment, report: Report): boolean {
  const given = take('', undefined, env, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL')
  const { value } = given
  if (value === undefined || (typeof value === 'string' && value.startsWith('http/'))) return true
  reportBad(report, given.name, '"http/protobuf" (its endpoint is left alone)', printable(value))
  return false
}

function readUrl(given: Given, path: string, shared: boolean, report: Report): Endpoint | undefined {
  const url = typeof given.value === 'string' ? parseUrl(given.value) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    reportBad(report, given.name, 'an http or https URL', withoutSecrets(given.value))
    return undefined
  }
  if (path) url.pathname = url.pathname.replace(/\/+$/, '') + path
  return { url, shared }
}

/** The scheme alone: what follows may be a key, and stderr is a log that many can read. */
function withoutSecrets(given: unknown): unknown {
  const url = typeof given === 'string' ? parseUrl(given) : undefined
  return url?.host ? `${url.protocol}//...` : printable(given)
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}
