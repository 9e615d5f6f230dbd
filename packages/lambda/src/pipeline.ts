import type { Tracer } from '@opentelemetry/api'
import { AlwaysOnSampler, BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { type Ms, key } from '@thermocline/wire'
import { encodeSpan } from './encode.ts'
import type { Exporter, FlushOutcome, Sent } from './exporter.ts'
import { SDK_VERSION } from './version.ts'

/** Makes spans and sends them. Private: no provider, context manager or propagator is registered globally. */
export interface Pipeline {
  readonly tracer: Tracer
  /**
   * Sends every span that has ended. Undefined when that is done already, else a promise that never rejects and
   * settles within `withinMs`.
   */
  flush(requestId: string, withinMs: Ms): Promise<void> | undefined
  /** Spans given up so far in this process. */
  dropped(): number
  /** How the last flush went; undefined before the first. */
  lastOutcome(): FlushOutcome | undefined
}

// Room for what a collector that is down for a while would have got; beyond it the oldest are given up.
const MAX_WAITING_SPANS = 256

export const SCOPE: { readonly name: string; readonly version: string } = {
  name: key.SCOPE_NAME,
  version: SDK_VERSION,
}

export function createPipeline(exporter: Exporter): Pipeline {
  let waiting: Uint8Array[] = []
  let dropped = 0
  let lastOutcome: FlushOutcome | undefined
  const provider = new BasicTracerProvider({
    // Explicit, because the defaults follow OTEL_TRACES_SAMPLER and OTEL_*_LIMIT, which speak of the app's spans.
    sampler: new AlwaysOnSampler(),
    spanLimits: { attributeValueLengthLimit: Infinity, attributeCountLimit: 128 },
    spanProcessors: [
      {
        onStart: () => {},
        onEnd: (span: ReadableSpan) => void waiting.push(encodeSpan(span)),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  })

  function sent(spans: readonly Uint8Array[], sending: Sent): void {
    lastOutcome = sending.outcome
    dropped += sending.dropped
    if (!sending.keep) return
    waiting = [...spans, ...waiting]
    dropped += Math.max(0, waiting.length - MAX_WAITING_SPANS)
    waiting = waiting.slice(-MAX_WAITING_SPANS)
  }

  return {
    tracer: provider.getTracer(SCOPE.name, SCOPE.version),
    flush(requestId, withinMs) {
      if (waiting.length === 0) return undefined
      const spans = waiting
      waiting = []
      const sending = exporter(spans, requestId, withinMs)
      if (sending instanceof Promise) return sending.then((result) => sent(spans, result))
      sent(spans, sending)
      return undefined
    },
    dropped: () => dropped,
    lastOutcome: () => lastOutcome,
  }
}
