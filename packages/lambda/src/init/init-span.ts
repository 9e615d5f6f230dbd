import type { SpanContext } from '@opentelemetry/api'
import { key } from '@thermocline/wire'
import type { StartSpan } from '../spans/spans.ts'
import { epoch } from './epoch.ts'
import type { Init } from './init-clock.ts'

/** Adds a span that covers the init, under the root span of the invocation that met it, and gives its place. */
export function addInit(startSpan: StartSpan, root: SpanContext, init: Init): SpanContext {
  const span = startSpan(key.INIT_SPAN_NAME, { startTime: epoch(init.startMs) }, root)
  span.end(epoch(init.startMs + init.durationMs))
  return span.context
}
