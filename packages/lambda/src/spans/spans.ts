import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  SpanStatusCode,
  type TimeInput,
  trace,
} from '@opentelemetry/api'
import { key } from '@thermocline/wire'
import type { AppTracing } from './app-tracing.ts'
import type { Attributes } from './otel.ts'
import type { Pipeline } from './pipeline.ts'

/** A span of ours, and its twin in the application's provider where it has one: the same ids, the same attributes. */
export interface OurSpan {
  readonly context: SpanContext
  /** The one that the handler's own spans hang themselves to. */
  readonly active: Span
  setAttributes(attributes: Attributes): void
  /** Marks it as failed; the message of an error is user data. */
  fail(errorType: string): void
  end(time?: TimeInput): void
}

/** Starts spans under a parent, which may be in another process. */
export type StartSpan = (name: string, options: SpanOptions, parent: SpanContext | undefined) => OurSpan

/**
 * Each span is made twice where the application has a provider: its own goes where the application sends its spans,
 * by its sampling; ours is always recorded and sent.
 */
export function spansOf(pipeline: Pipeline, app: AppTracing): StartSpan {
  return (name, options, parent) => {
    const under = parentContext(parent)
    const theirs = app.tracer()?.startSpan(name, options, under)
    const ours = pipeline.start(name, options, under, theirs?.spanContext())
    const both = theirs ? [ours, theirs] : [ours]
    return {
      context: ours.spanContext(),
      active: theirs ?? ours,
      setAttributes: (attributes) => both.forEach((span) => span.setAttributes(attributes)),
      fail: (errorType) =>
        both.forEach((span) =>
          span.setAttribute(key.ERROR_TYPE, errorType).setStatus({ code: SpanStatusCode.ERROR }),
        ),
      end: (time) => both.forEach((span) => span.end(time)),
    }
  }
}

// Not the active context: what else it holds is the application's.
function parentContext(parent: SpanContext | undefined): Context {
  return parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
}
