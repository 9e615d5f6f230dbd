import type { SpanContext } from '@opentelemetry/api'

// https://www.w3.org/TR/trace-context/: version, trace id, parent id, flags; a later version may append more.
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** The W3C parent named in the event's HTTP headers; undefined where there is none, or it is malformed. */
export function w3cParent(event: unknown): SpanContext | undefined {
  const value = header(event, 'headers') ?? header(event, 'multiValueHeaders')
  const match = value === undefined ? null : TRACEPARENT.exec(value.trim())
  if (!match) return undefined
  const [, version = '', traceId = '', spanId = '', flags = '', more] = match
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true }
}

function header(event: unknown, field: 'headers' | 'multiValueHeaders'): string | undefined {
  const headers: unknown = isObject(event) ? event[field] : undefined
  if (!isObject(headers)) return undefined
  // API Gateway's REST APIs keep the caller's letter case; its HTTP APIs make names lower-case.
  const name = Object.keys(headers).find((candidate) => candidate.toLowerCase() === 'traceparent')
  const value: unknown = name === undefined ? undefined : headers[name]
  if (typeof value === 'string') return value
  // Two values that disagree are no parent at all, by the standard.
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : undefined
  return typeof only === 'string' ? only : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
