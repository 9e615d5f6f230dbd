import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  trace,
} from '@opentelemetry/api'
import { isTracingSuppressed, W3CBaggagePropagator } from '@opentelemetry/core'
import { attempt, shielded } from '../call/shield.ts'
import { traceStateOf } from '../upstream/trace-state.ts'
import { w3cContext } from '../upstream/w3c.ts'

const PARENT = 'traceparent'
const STATE = 'tracestate'

/** W3C trace context, by what reads it from events too, and baggage. */
export function createPropagator(): TextMapPropagator {
  const baggage = new W3CBaggagePropagator()
  return {
    // The application's own calls lead here.
    inject: shielded((context, carrier, setter) => {
      baggage.inject(context, carrier, setter)
      const span = trace.getSpanContext(context)
      if (!span || isTracingSuppressed(context) || !isSpanContextValid(span)) return
      const flags = (span.traceFlags & 0xff).toString(16).padStart(2, '0')
      setter.set(carrier, PARENT, `00-${span.traceId}-${span.spanId}-${flags}`)
      const state = span.traceState?.serialize()
      if (state) setter.set(carrier, STATE, state)
    }),
    extract: (context, carrier, getter) => attempt(() => extract(context, carrier, getter), context),
    fields: () => [PARENT, STATE, ...baggage.fields()],
  }

  function extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const carried = baggage.extract(context, carrier, getter)
    const span = w3cContext(only(getter.get(carrier, PARENT)))
    if (!span) return carried
    const traceState = traceStateOf(only(getter.get(carrier, STATE)))
    return trace.setSpanContext(carried, traceState ? { ...span, traceState } : span)
  }
}

/** Two values that disagree are none, by the standard. */
function only(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? (value.length === 1 ? value[0] : undefined) : value
}
