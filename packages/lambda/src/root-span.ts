import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api'
import { key } from '@thermocline/wire'
import { readFunctionArn } from './function-arn.ts'
import { className } from './guard.ts'
import type { LambdaContext, Outcome } from './handler.ts'
import type { Init } from './init-clock.ts'
import type { Attributes } from './otel.ts'
import { w3cParent } from './parent.ts'
import type { Meeting } from './process.ts'
import { detectTrigger, type Trigger } from './trigger.ts'

export interface RootFacts {
  readonly tracer: Tracer
  readonly name: string
  readonly requestId: string
  readonly event: unknown
  readonly context: LambdaContext
  readonly version: string | undefined
  readonly meeting: Meeting
}

/** Opens an invocation's root span, and puts the init span under it where the process meets its first. */
export function openRoot(facts: RootFacts): { readonly span: Span; readonly trigger: Trigger } {
  const trigger = detectTrigger(facts.event)
  const parent = trigger.kind === 'http' ? w3cParent(facts.event) : undefined
  const arn = facts.context.invokedFunctionArn
  const span = facts.tracer.startSpan(
    facts.name,
    {
      kind: trigger.batch ? SpanKind.CONSUMER : SpanKind.SERVER,
      attributes: {
        [key.FAAS_INVOCATION_ID]: facts.requestId,
        [key.FAAS_INVOCATION_ID_OLD]: facts.requestId,
        [key.FAAS_TRIGGER]: trigger.kind,
        [key.INVOKED_ARN]: typeof arn === 'string' ? arn : undefined,
        [key.CLOUD_RESOURCE_ID]: readFunctionArn(arn, facts.version)?.resourceId,
        ...trigger.attributes,
        ...facts.meeting.attributes,
      },
    },
    // Not the active context: a span of the app's that happens to be open is not this invocation's parent.
    parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
  )
  if (facts.meeting.init) addInit(facts.tracer, span, facts.meeting.init)
  return { span, trigger }
}

function addInit(tracer: Tracer, root: Span, init: Init): void {
  const span = tracer.startSpan(
    key.INIT_SPAN_NAME,
    { startTime: epoch(init.startMs) },
    trace.setSpan(ROOT_CONTEXT, root),
  )
  span.end(epoch(init.startMs + init.durationMs))
}

/** OpenTelemetry takes a number below the process's age for a reading of the monotonic clock: a pair it takes as it is. */
function epoch(unixMs: number): [number, number] {
  const seconds = Math.floor(unixMs / 1000)
  return [seconds, Math.round((unixMs - seconds * 1000) * 1e6)]
}

/** Ends a root span as the invocation ended, with what was measured meanwhile. */
export function closeRoot(span: Span, trigger: Trigger, outcome: Outcome, measured: Attributes): void {
  span.setAttributes(measured)
  const error = errorType(outcome)
  const status = trigger.kind === 'http' && outcome.kind === 'ok' ? statusCode(outcome.value) : undefined
  if (status !== undefined) span.setAttribute(key.HTTP_RESPONSE_STATUS_CODE, status)
  const type = error ?? (status !== undefined && status >= 500 ? String(status) : undefined)
  if (type !== undefined) {
    span.setAttribute(key.ERROR_TYPE, type)
    // No message: it is user data.
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end()
}

function errorType(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'threw':
      return className(outcome.error)
    case 'timeout':
      return 'timeout'
    case 'ok':
    case 'unanswered':
      return undefined
  }
}

function statusCode(result: unknown): number | undefined {
  try {
    if (typeof result !== 'object' || result === null || !('statusCode' in result)) return undefined
    const code = Number(result.statusCode)
    return Number.isInteger(code) && code >= 100 && code <= 599 ? code : undefined
  } catch {
    // A getter or a proxy of the user's: no failure of ours, so it does not go to the guard.
    return undefined
  }
}
