import type {
  ContainerId,
  InvocationSighting,
  Outcome,
  RequestId,
  SpanRow,
  Start,
  UnixUs,
} from '@thermocline/wire'
import { between, bytes, INIT_SOURCES, key, ms, STARTS, unixUs } from '@thermocline/wire'
import { firstTextIn, defined, numberIn, textIn, wordIn } from './attribute.ts'
import type { FunctionFacts } from './function-identity.ts'
import { firstKnown, functionOfSpan, identityOf } from './function-identity.ts'
import { parseLogStreamName } from './log-stream-name.ts'
import { DURATION_MS, MEMORY_BYTES, ORDINAL, THREAD } from './plausible.ts'
import type { Tallies } from './tally.ts'

/** What the reader of the spans knows beyond them. */
export interface Known {
  /** Used where the spans do not say it. */
  readonly function?: FunctionFacts
  /** The log stream they stood in. */
  readonly container?: string
}

/**
 * The invocation a root span is, ours or that of OpenTelemetry's Lambda instrumentation; `undefined` when it is no
 * root of an invocation or names no container. Numbers that cannot be go to `notes`, and are left out of it.
 */
export function rootSighting(
  span: SpanRow,
  initSpanStart: UnixUs | undefined,
  known: Known,
  notes: Tallies,
): InvocationSighting | undefined {
  if (!isRoot(span)) return undefined
  const container = containerOf(span, known)
  const requestId = requestIdOf(span)
  if (container === undefined || requestId === undefined) return undefined
  return {
    ...about(span, container, requestId, known),
    ...defined({ memory: memoryOf(span, notes) }),
    ...(isOurs(span) ? ours(span, initSpanStart, notes) : foreign(span)),
  }
}

export function isOurs(span: SpanRow): boolean {
  return span.scope === key.SCOPE_NAME
}

/** The container a span ran in. A random `service.instance.id` of another SDK is no container. */
export function containerOf(span: SpanRow, { container }: Known): string | undefined {
  const { resource, attributes } = span
  if (isOurs(span)) {
    return (
      textIn(attributes, key.CONTAINER_ID) ??
      textIn(resource, key.FAAS_INSTANCE) ??
      textIn(resource, key.SERVICE_INSTANCE_ID) ??
      container
    )
  }
  const candidates = [
    textIn(resource, key.FAAS_INSTANCE),
    textIn(attributes, key.FAAS_INSTANCE),
    firstTextIn(resource, key.LOG_STREAM_NAMES),
    firstTextIn(attributes, key.LOG_STREAM_NAMES),
    container,
  ]
  return candidates.find((name) => name !== undefined && parseLogStreamName(name) !== undefined)
}

function isRoot(span: SpanRow): boolean {
  if (isOurs(span)) return textIn(span.attributes, key.START) !== undefined
  const provider = span.resource[key.CLOUD_PROVIDER] ?? span.attributes[key.CLOUD_PROVIDER] ?? 'aws'
  // A client span that carries the request id of its caller is not the invocation.
  const canBeRoot = span.kind === 'server' || span.kind === 'consumer' || span.parentSpanId === undefined
  return provider === 'aws' && canBeRoot
}

function requestIdOf({ attributes }: SpanRow): string | undefined {
  return (
    textIn(attributes, key.FAAS_INVOCATION_ID) ??
    textIn(attributes, key.FAAS_INVOCATION_ID_OLD) ??
    textIn(attributes, key.FAAS_EXECUTION)
  )
}

/** What every root tells, whoever made it. */
function about(span: SpanRow, container: string, requestId: string, known: Known): InvocationSighting {
  const facts = firstKnown([functionOfSpan(span, container), known.function ?? {}])
  const { attributes } = span
  return {
    source: 'span',
    function: identityOf(facts),
    container: container as ContainerId,
    requestId: requestId as RequestId,
    start: span.start,
    end: span.end,
    duration: between(span.start, span.end),
    outcome: outcomeOf(span),
    trace: { traceId: span.traceId, spanId: span.spanId },
    ...defined({
      version: facts.version,
      errorType: textIn(attributes, key.ERROR_TYPE),
    }),
  }
}

/** Only ever called for roots of ours: the fields that have no name in OpenTelemetry's conventions. */
function ours(
  { start, attributes, resource }: SpanRow,
  initSpanStart: UnixUs | undefined,
  notes: Tallies,
): Partial<InvocationSighting> {
  const startKind = wordIn(attributes, key.START, STARTS)
  const age = numberIn(attributes, key.CONTAINER_AGE_MS, DURATION_MS, notes)
  return defined({
    process: textIn(attributes, key.PROCESS_ID) ?? textIn(resource, key.PROCESS_ID),
    thread: numberIn(attributes, key.CONTAINER_THREAD, THREAD, notes),
    startKind,
    containerInvocation: numberIn(attributes, key.CONTAINER_INVOCATION, ORDINAL, notes),
    containerAge: age === undefined ? undefined : ms(age),
    ...initOf({ start, attributes }, startKind, initSpanStart, notes),
    codeFingerprint: textIn(attributes, key.CODE_FINGERPRINT),
    configFingerprint: textIn(attributes, key.CONFIG_FINGERPRINT),
    tenant: textIn(attributes, key.TENANT_ID),
  })
}

function initOf(
  { start, attributes }: Pick<SpanRow, 'start' | 'attributes'>,
  startKind: Start | undefined,
  initSpanStart: UnixUs | undefined,
  notes: Tallies,
): Pick<Partial<InvocationSighting>, 'init' | 'initStart'> {
  const duration = numberIn(attributes, key.INIT_DURATION_MS, DURATION_MS, notes)
  // A warm invocation met a container whose init was another invocation's.
  if (startKind === 'warm' || duration === undefined) return {}
  const source = wordIn(attributes, key.INIT_SOURCE, INIT_SOURCES) ?? 'sdk'
  const type = textIn(attributes, key.INIT_TYPE)
  const before = numberIn(attributes, key.INIT_TO_FIRST_INVOCATION_MS, DURATION_MS, notes)
  const initStart =
    initSpanStart ??
    (before === undefined ? undefined : unixUs(Math.round(start - (before + duration) * 1000)))
  return {
    init: { duration: ms(duration), source, ...(type === undefined ? {} : { type }) },
    // A figure that reaches back before 1970 is none.
    ...(initStart === undefined || initStart < 0 ? {} : { initStart }),
  }
}

/**
 * `faas.coldstart: false` of OpenTelemetry's instrumentation may be warm, proactive or provisioned: it is left open.
 */
function foreign({ attributes }: SpanRow): Partial<InvocationSighting> {
  return attributes[key.FAAS_COLDSTART] === true ? { startKind: 'cold' } : {}
}

function outcomeOf({ status, attributes }: SpanRow): Outcome {
  if (attributes[key.ERROR_TYPE] === 'timeout') return 'timeout'
  return status === 'error' ? 'error' : 'ok'
}

/**
 * Old resource detectors wrote megabytes, as text even, which is passed over; Lambda offers 128 MB to 10,240 MB, so
 * megabytes and bytes cannot be confused.
 */
function memoryOf({ resource }: SpanRow, notes: Tallies): InvocationSighting['memory'] {
  if (typeof resource[key.FAAS_MAX_MEMORY] === 'string') return undefined
  const value = numberIn(resource, key.FAAS_MAX_MEMORY, MEMORY_BYTES, notes)
  if (value === undefined) return undefined
  return bytes(value < 2 ** 20 ? value * 2 ** 20 : value)
}
