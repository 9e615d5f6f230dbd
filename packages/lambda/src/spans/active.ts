import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api'
import { appApi, appContext } from './app-api.ts'

type Carrier = Readonly<Record<string, string>>

/**
 * Runs work with the span active, and what the caller handed on, such as baggage; undefined where the application has
 * no context manager that can make it so.
 */
export function within(span: Span, carried: Context | undefined): ((work: () => void) => void) | undefined {
  const contexts = appContext()
  return contexts && ((work) => contexts.with(trace.setSpan(carried ?? contexts.active(), span), work))
}

/** Open around us, as where OpenTelemetry's own instrumentation wraps the handler too: ours is then a part of it. */
export function activeSpan(): SpanContext | undefined {
  const contexts = appContext()
  return contexts && trace.getSpanContext(contexts.active())
}

/** What the caller's headers say, as the application's own propagator reads them: baggage, and formats we do not know. */
export function carriedContext(carrier: Carrier | undefined): Context | undefined {
  return carrier && appApi()?.propagation?.extract(ROOT_CONTEXT, carrier, GETTER)
}

const GETTER: TextMapGetter<Carrier> = {
  get: (carrier, name) => carrier[name.toLowerCase()],
  keys: (carrier) => Object.keys(carrier),
}
