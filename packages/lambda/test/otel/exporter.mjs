/** An exporter that keeps what it is given, for every generation of OpenTelemetry's SDK. */
export function createExporter() {
  const exported = []
  const exporter = {
    export(spans, done) {
      exported.push(...spans.map(describe))
      done({ code: 0 })
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  }
  return { exporter, exported }
}

// The parent's id stood alone before the SDK's second generation.
function describe(span) {
  const { traceId, spanId } = span.spanContext()
  const parent = span.parentSpanContext?.spanId ?? span.parentSpanId ?? null
  return { name: span.name, traceId, spanId, parent, attributes: span.attributes }
}
