import type { SpanContext } from '@opentelemetry/api'

// https://www.w3.org/TR/trace-context/: version, trace id, parent id, flags. A later version than 00 may append more, ff
// is none, and ids of zeros are no ids.
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0+-)[0-9a-f]{32}-(?!0+-)[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/
const CHARS_OF_00 = 55

/** What a `traceparent` says; undefined where it is malformed. */
export function w3cContext(traceparent: string | undefined): SpanContext | undefined {
  if (traceparent === undefined) return undefined
  const text = traceparent.trim()
  if (!TRACEPARENT.test(text) || (text.startsWith('00') && text.length > CHARS_OF_00)) return undefined
  // Sliced: groups of the expression would take half as long again.
  const traceFlags = Number.parseInt(text.slice(53, 55), 16) & 1
  return { traceId: text.slice(3, 35), spanId: text.slice(36, 52), traceFlags, isRemote: true }
}
