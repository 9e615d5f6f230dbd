import { SpanStatusCode } from '@opentelemetry/api'
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base'
import { key } from '@thermocline/wire'
import { shielded } from '../call/shield.ts'
import { type Pipeline, SCOPE } from './pipeline.ts'

/** Spans that the application makes, on their way to our pipeline. */
export interface AppSpans {
  /** For the provider that makes them. */
  readonly processor: SpanProcessor
  /** From now on they go there, those that have ended before too. */
  sendBy(pipeline: Pipeline): void
  /** Ends what is still open of a trace: what hangs when an invocation is cut off. */
  endOpen(traceId: string, errorType: string): void
}

type OpenSpan = Parameters<SpanProcessor['onStart']>[0]

// Of spans that nobody ends, and of those that end before the first invocation, no more than this is kept.
const MOST_OPEN = 512
const MOST_EARLY = 128

export function createAppSpans(): AppSpans {
  const open = new Set<OpenSpan>()
  const early: ReadableSpan[] = []
  let pipeline: Pipeline | undefined

  // The application's own calls lead here.
  const processor: SpanProcessor = {
    onStart: shielded((span) => {
      if (isTwin(span)) return
      open.add(span)
      for (const oldest of open) {
        if (open.size <= MOST_OPEN) break
        open.delete(oldest)
      }
    }),
    onEnd: shielded((span: ReadableSpan) => {
      open.delete(span as OpenSpan)
      if (isTwin(span)) return
      if (pipeline) pipeline.processor.onEnd(span)
      else if (early.length < MOST_EARLY) early.push(span)
    }),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  }

  return {
    processor,
    sendBy(made) {
      pipeline = made
      for (const span of early.splice(0)) made.processor.onEnd(span)
    },
    endOpen(traceId, errorType) {
      for (const span of open) {
        if (span.spanContext().traceId !== traceId) continue
        span.setAttribute(key.ERROR_TYPE, errorType).setStatus({ code: SpanStatusCode.ERROR }).end()
      }
    },
  }
}

/** Ours goes its own way. */
function isTwin(span: object): boolean {
  const scope: unknown =
    Reflect.get(span, 'instrumentationScope') ?? Reflect.get(span, 'instrumentationLibrary')
  return typeof scope === 'object' && scope !== null && Reflect.get(scope, 'name') === SCOPE.name
}
