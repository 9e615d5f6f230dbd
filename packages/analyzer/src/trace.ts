import {
  key,
  ThermoclineError,
  usToMs,
  type SpanRow,
  type TraceAnswer,
  type TraceId,
  type TraceSpan,
} from '@thermocline/wire'

/**
 * Parents before children, siblings by start. A span whose parent was not seen is a root; of spans that are each
 * other's ancestors the earliest is taken for the root. `spans` are oldest first. Throws `not_found` for none.
 */
export function traceAnswer(spans: readonly SpanRow[], traceId: TraceId): TraceAnswer {
  if (spans.length === 0)
    throw new ThermoclineError('not_found', `no span of trace ${JSON.stringify(traceId)} was seen`)
  const seen = new Set(spans.map((span) => span.spanId))
  const children = Map.groupBy(spans, (span) => span.parentSpanId)
  const isRoot = ({ parentSpanId }: SpanRow): boolean => parentSpanId === undefined || !seen.has(parentSpanId)
  const placed = new Set<SpanRow>()
  const answer: TraceSpan[] = []

  function placeTree(root: SpanRow): void {
    // A stack of its own: a chain of spans may be deeper than JavaScript's.
    const waiting = [{ span: root, depth: 0 }]
    for (let top = waiting.pop(); top !== undefined; top = waiting.pop()) {
      const { span, depth } = top
      if (placed.has(span)) continue
      placed.add(span)
      answer.push(traceSpan(span, depth))
      for (const child of (children.get(span.spanId) ?? []).toReversed())
        waiting.push({ span: child, depth: depth + 1 })
    }
  }

  for (const span of spans) if (isRoot(span)) placeTree(span)
  // What is left hangs on a cycle.
  for (const span of spans) placeTree(span)
  return { traceId, spans: answer }
}

function traceSpan(span: SpanRow, depth: number): TraceSpan {
  const { start, end, parentSpanId, traceId: _, ...same } = span
  return {
    ...same,
    parentSpanId: parentSpanId ?? null,
    depth,
    startMs: usToMs(start),
    endMs: usToMs(end),
    functionName: text(span.resource[key.FAAS_NAME]),
    container: containerOf(span),
  }
}

// service.instance.id is the container only where we wrote it.
function containerOf({ resource, attributes }: SpanRow): string | null {
  const isOurs = resource[key.SCHEMA] !== undefined || resource[key.PROCESS_ID] !== undefined
  return (
    text(attributes[key.CONTAINER_ID]) ??
    (isOurs ? text(resource[key.SERVICE_INSTANCE_ID]) : null) ??
    text(resource[key.FAAS_INSTANCE])
  )
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
