import { type Environment, printable, type Report, reportBad, take } from './ladder.ts'

/** By whose context a parent may be named, in OpenTelemetry's words. */
export type Propagators = ReadonlySet<string>

export const DEFAULT_PROPAGATORS: Propagators = new Set(['tracecontext', 'baggage', 'xray'])

/** Those that are not ours to read are the application's own. */
const KNOWN = [...DEFAULT_PROPAGATORS, 'xray-lambda', 'b3', 'b3multi', 'jaeger', 'ottrace', 'none']

/** OTEL_PROPAGATORS: `a,b`. A name that nobody knows is reported, and means nothing; the others stand. */
export function readPropagators(env: Environment, report: Report): Propagators {
  const { name, value } = take('', undefined, env, 'OTEL_PROPAGATORS')
  if (typeof value !== 'string') return DEFAULT_PROPAGATORS
  const names = value.split(',').map((each) => each.trim().toLowerCase())
  const unknown = names.find((each) => !KNOWN.includes(each))
  if (unknown !== undefined) reportBad(report, name, `of ${KNOWN.join(', ')}`, printable(unknown))
  // The same header, as the runtime hands it over.
  return new Set(names.map((each) => (each === 'xray-lambda' ? 'xray' : each)))
}
