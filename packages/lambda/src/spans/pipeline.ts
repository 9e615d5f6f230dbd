import type { Context, SpanContext, SpanOptions } from '@opentelemetry/api'
import { isSpanContextValid, trace, type Span } from '@opentelemetry/api'
import {
  BasicTracerProvider,
  RandomIdGenerator,
  type ReadableSpan,
  SamplingDecision,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { type Ms, key } from '@thermocline/wire'
import { cutTexts } from './cut-texts.ts'
import { encodeSpan, type Redact } from './encode.ts'
import type { EndedSpan, Exporter, FlushOutcome, Sent } from '../flush/exporter.ts'
import { performance } from '../node-globals.ts'
import { SDK_VERSION } from '../version.ts'

/** Makes spans and sends them. Private: nothing of it is registered globally. */
export interface Pipeline {
  /** Starts a span that is always recorded and sent; with the ids of `twin` where there is one. */
  start(name: string, options: SpanOptions, parent: Context, twin: SpanContext | undefined): Span
  /** Takes in what other tracers make: the application's, where it asked for it. */
  readonly processor: SpanProcessor
  /**
   * Sends every span that has ended. Undefined when that is done already, else a promise that settles within
   * `withinMs`.
   */
  flush(requestId: string, withinMs: Ms): Promise<void> | undefined
  /** The same by a way that needs no turn of the event loop: the process is about to end. */
  flushNow(requestId: string, withinMs: Ms): void
  /** Spans given up so far in this process. */
  dropped(): number
  /** How the last flush went; undefined before the first. */
  last(): { readonly outcome: FlushOutcome; readonly tookUs: number } | undefined
}

export interface PipelineParts {
  readonly exporter: Exporter
  /** Needs no turn of the event loop. */
  readonly lastResort: () => Exporter
  /** Undefined where all may be sent. */
  readonly redact: Redact | undefined
}

// Room for what a collector that is down for a while would have got; beyond it the oldest are given up.
const MAX_WAITING_SPANS = 256
// A handler that answers without a promise is not held back for a post: a slow collector would gather one of each
// invocation. Beyond this many, spans wait for the next flush.
const MOST_FLUSHES_AT_ONCE = 8

export const SCOPE: { readonly name: string; readonly version: string } = {
  name: key.SCOPE_NAME,
  version: SDK_VERSION,
}

export function createPipeline(parts: PipelineParts): Pipeline {
  let waiting: EndedSpan[] = []
  let dropped = 0
  let last: { readonly outcome: FlushOutcome; readonly tookUs: number } | undefined
  let twin: SpanContext | undefined
  let underWay = 0
  const random = new RandomIdGenerator()

  const processor: SpanProcessor = {
    onStart: () => {},
    onEnd: (span: ReadableSpan) => void waiting.push(ended(span, parts.redact)),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  }
  const provider = new BasicTracerProvider({
    // Explicit, because the defaults follow OTEL_TRACES_SAMPLER and OTEL_*_LIMIT, which speak of the app's spans.
    sampler: { shouldSample: (parent) => ({ decision: decide(parent) }), toString: () => 'thermocline' },
    spanLimits: { attributeValueLengthLimit: Infinity, attributeCountLimit: 128, linkCountLimit: 128 },
    idGenerator: {
      generateTraceId: () => twin?.traceId ?? random.generateTraceId(),
      generateSpanId: () => twin?.spanId ?? random.generateSpanId(),
    },
    spanProcessors: [processor],
  })
  const tracer = provider.getTracer(SCOPE.name, SCOPE.version)

  function sent(spans: readonly EndedSpan[], sending: Sent, tookUs: number): void {
    last = { outcome: sending.outcome, tookUs }
    dropped += sending.dropped
    if (!sending.keep) return
    waiting = [...spans, ...waiting]
    bound()
  }

  function bound(): void {
    dropped += Math.max(0, waiting.length - MAX_WAITING_SPANS)
    waiting = waiting.slice(-MAX_WAITING_SPANS)
  }

  function flushBy(exporter: Exporter, requestId: string, withinMs: Ms): Promise<void> | undefined {
    if (waiting.length === 0) return undefined
    if (underWay >= MOST_FLUSHES_AT_ONCE) {
      bound()
      return undefined
    }
    const spans = waiting
    waiting = []
    const began = performance.now()
    const tookUs = (): number => (performance.now() - began) * 1000
    const sending = exporter(spans, requestId, withinMs)
    // No instance of what the function may have put in Promise's place.
    if (!('then' in sending)) {
      sent(spans, sending, tookUs())
      return undefined
    }
    underWay += 1
    const over = (result: Sent): void => {
      underWay -= 1
      sent(spans, result, tookUs())
    }
    return sending.then(over, () => over({ outcome: 'failed', dropped: 0, keep: true }))
  }

  return {
    start(name, options, parent, twinOf) {
      twin = twinOf && isSpanContextValid(twinOf) ? twinOf : undefined
      try {
        // Given afterwards: given with the start they would be copied twice, for a sampler that does not ask.
        const { attributes, ...start } = options
        const span = tracer.startSpan(name, start, parent)
        return attributes ? span.setAttributes(attributes) : span
      } finally {
        twin = undefined
      }
    },
    processor,
    flush: (requestId, withinMs) => flushBy(parts.exporter, requestId, withinMs),
    flushNow: (requestId, withinMs) => void flushBy(parts.lastResort(), requestId, withinMs),
    dropped: () => dropped,
    last: () => last,
  }
}

// Encoded when it is sent: a line of the log may do without.
function ended(span: ReadableSpan, redact: Redact | undefined): EndedSpan {
  const isRoot = redact === undefined && span.attributes[key.START] !== undefined
  return {
    root: isRoot ? span : undefined,
    bytes: () => encodeSpan(span, redact),
    cutBytes: () => encodeSpan(span, (attributes) => cutTexts(redact ? redact(attributes) : attributes)),
  }
}

// Recorded in any case; that a caller did not sample stays true for what the handler calls in turn.
function decide(parent: Context): SamplingDecision {
  const caller = trace.getSpanContext(parent)
  const sampled = caller === undefined || !isSpanContextValid(caller) || (caller.traceFlags & 1) === 1
  return sampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD
}
