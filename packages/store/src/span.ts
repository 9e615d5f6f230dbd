import { key, type Attributes, type SpanRow } from '@thermocline/wire'

/** Names a span: (trace id, span id). */
export function spanKey(span: Pick<SpanRow, 'traceId' | 'spanId'>): string {
  return span.traceId + span.spanId
}

/**
 * Of two different spans under one id, the one that says more. Senders repeat a span unchanged; this settles the rest
 * the same way whichever came first.
 */
export function fullerSpan(a: SpanRow, b: SpanRow): SpanRow {
  return fuller(text(a), text(b)) ? a : b
}

/** Of two texts the longer one is the fuller; of two equally long ones, the one that sorts last. */
export function fuller(a: string, b: string): boolean {
  return a.length === b.length ? a >= b : a.length > b.length
}

/**
 * Spans sent as log lines name their process and leave the rest of the resource to the first line of that process.
 * A resource is whole when it names the function.
 */
export function isWhole(resource: Attributes): boolean {
  return resource[key.FAAS_NAME] !== undefined
}

/** The process a resource speaks of; undefined for spans that are not ours. */
export function processOf(resource: Attributes): { container: string; process: string } | undefined {
  const container = resource[key.SERVICE_INSTANCE_ID]
  const process = resource[key.PROCESS_ID]
  return typeof container === 'string' && typeof process === 'string' ? { container, process } : undefined
}

/** Oldest first; the span id settles ties. */
export function byStart(a: SpanRow, b: SpanRow): number {
  return a.start - b.start || (a.spanId < b.spanId ? -1 : 1)
}

// The fields in one fixed order: rows from different places list theirs differently.
function text(span: SpanRow): string {
  const { name, kind, start, end, status, statusMessage, scope, resource, attributes, links, events } = span
  const plain = [span.parentSpanId ?? '', name, kind, start, end, status, statusMessage, scope]
  return JSON.stringify([plain, resource, attributes, links, events])
}
