import { type Context, type SpanContext, SpanKind, trace } from '@opentelemetry/api'
import { key } from '@thermocline/wire'
import type { LambdaContext, Outcome } from '../call/handler.ts'
import { className } from '../guard.ts'
import { readFunctionArn } from '../identity/function-arn.ts'
import type { Meeting } from '../identity/process.ts'
import { addInit } from '../init/init-span.ts'
import { addModules } from '../init/module-spans.ts'
import { activeSpan, carriedContext } from '../spans/active.ts'
import type { Attributes } from '../spans/otel.ts'
import type { OurSpan } from '../spans/spans.ts'
import { detectTrigger } from '../triggers/detect.ts'
import { readResult, type ResultFacts } from '../triggers/result.ts'
import type { Trigger } from '../triggers/trigger.ts'
import { readUpstream, type Runtime } from '../upstream/upstream.ts'
import type { Running } from './running.ts'

export interface RootFacts {
  readonly running: Running
  readonly requestId: string
  readonly event: unknown
  readonly context: LambdaContext
  readonly meeting: Meeting
}

export interface Root {
  readonly span: OurSpan
  readonly trigger: Trigger
  /** What the caller handed on, as the application's propagator reads it; undefined where there is none. */
  readonly carried: Context | undefined
}

/** Opens an invocation's root span, and puts the init span under it where the process meets its first. */
export function openRoot(facts: RootFacts): Root {
  const { running, requestId, event, context, meeting } = facts
  const trigger = detectTrigger(event)
  const upstream = readUpstream(event, trigger, {
    ...carriersOf(context),
    propagators: running.settings.propagators,
  })
  const carried = carriedContext(upstream.carrier)
  const parent = activeSpan() ?? upstream.parent ?? (carried && trace.getSpanContext(carried))
  const arn = context.invokedFunctionArn
  const options = {
    kind: trigger.batch ? SpanKind.CONSUMER : SpanKind.SERVER,
    links: upstream.links.map((link) => ({ context: link })),
    attributes: {
      // First, so that none of them stands in for one of ours.
      ...running.settings.attributes?.(event, context),
      [key.FAAS_INVOCATION_ID]: requestId,
      [key.FAAS_INVOCATION_ID_OLD]: requestId,
      [key.FAAS_TRIGGER]: trigger.kind,
      [key.TRIGGER_SOURCE]: trigger.source,
      [key.TRIGGER_LINKS_LEFT_OUT]: upstream.linksLeftOut || undefined,
      [key.INVOKED_ARN]: typeof arn === 'string' ? arn : undefined,
      [key.CLOUD_RESOURCE_ID]: readFunctionArn(arn, running.functionVersion)?.resourceId,
      [key.TENANT_ID]: running.tenantOf(context.tenantId),
      ...trigger.attributes,
      ...meeting.attributes,
    },
  }
  const span = running.startSpan(running.functionName, options, parent)
  if (meeting.init) addLoaded(running, addInit(running.startSpan, span.context, meeting.init))
  return { span, trigger, carried }
}

// Older runtimes tell the header in the environment only, Managed Instances in the context only.
function carriersOf({ xRayTraceId, clientContext }: LambdaContext): Omit<Runtime, 'propagators'> {
  const xrayHeader = typeof xRayTraceId === 'string' ? xRayTraceId : process.env['_X_AMZN_TRACE_ID']
  return { xrayHeader, clientContext }
}

/** Of what was loaded since the last time: by the init, or lazily by the handler. */
export function addLoaded(running: Running, parent: SpanContext): void {
  const modules = running.modules.take()
  if (modules.length > 0) addModules(running.startSpan, parent, modules, running.taskRoot)
}

/** Ends a root span as the invocation ended, with what was measured meanwhile. */
export function closeRoot(
  { span, trigger }: Root,
  outcome: Outcome,
  endedAt: number,
  measured: Attributes,
): void {
  const { attributes, errorType } = whatOf(outcome, trigger)
  span.setAttributes({ ...measured, ...attributes })
  if (errorType !== undefined) span.fail(errorType)
  // A reading of the monotonic clock, which OpenTelemetry knows from a time.
  span.end(endedAt)
}

function whatOf(outcome: Outcome, trigger: Trigger): ResultFacts {
  switch (outcome.kind) {
    case 'ok':
      return readResult(outcome.value, trigger)
    case 'threw':
      return { attributes: {}, errorType: className(outcome.error) }
    case 'timeout':
      return { attributes: {}, errorType: 'timeout' }
    case 'died':
      return { attributes: {}, errorType: outcome.errorType }
    case 'unanswered':
      return { attributes: {}, errorType: undefined }
  }
}
