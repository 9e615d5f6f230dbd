import { INIT_SOURCES, OUTCOMES, type InvocationSighting, type SightingSource } from '@thermocline/wire'

/** What all sightings of one source together say of one attempt. */
export type Part = Omit<InvocationSighting, 'source' | 'function' | 'container' | 'requestId'>
type Init = NonNullable<Part['init']>
type StartKind = NonNullable<Part['startKind']>

/** From the vaguest to the most telling: a source that tells restored from cold has seen more than one that does not. */
const START_KINDS: readonly StartKind[] = ['warm', 'cold', 'reinit', 'proactive', 'provisioned', 'restored']

/** The sighting's part, with its fields in one fixed order, so that equal parts have equal JSON. */
export function partOf(sighting: InvocationSighting): Part {
  return ordered(sighting)
}

/**
 * Two parts of one source as one. Each field is a maximum or minimum of a total order, which makes the whole
 * commutative, associative and idempotent.
 */
export function joinParts(source: SightingSource, a: Part, b: Part): Part {
  return ordered({
    // A start worked out from REPORT lies at or after the true one, never before it.
    start: least(a.start, b.start),
    // REPORT is written a little after the end; of two spans around one invocation the outer one ends last.
    end: either(source === 'log' ? least : greatest, a.end, b.end),
    version: either(greatest, a.version, b.version),
    process: either(greatest, a.process, b.process),
    thread: either(greatest, a.thread, b.thread),
    startKind: either(mostTelling, a.startKind, b.startKind),
    containerInvocation: either(greatest, a.containerInvocation, b.containerInvocation),
    containerAge: either(greatest, a.containerAge, b.containerAge),
    init: either(betterInit, a.init, b.init),
    initStart: either(least, a.initStart, b.initStart),
    duration: either(greatest, a.duration, b.duration),
    billed: either(greatest, a.billed, b.billed),
    memory: either(greatest, a.memory, b.memory),
    maxMemoryUsed: either(greatest, a.maxMemoryUsed, b.maxMemoryUsed),
    outcome: either(worse, a.outcome, b.outcome),
    errorType: either(greatest, a.errorType, b.errorType),
    trace: either(firstTrace, a.trace, b.trace),
    codeFingerprint: either(greatest, a.codeFingerprint, b.codeFingerprint),
    configFingerprint: either(greatest, a.configFingerprint, b.configFingerprint),
    tenant: either(greatest, a.tenant, b.tenant),
  })
}

/**
 * What span and log together say. The span's times win over the log's; AWS's own figures win over the SDK's;
 * the worse outcome wins, with its error type.
 */
export function combineParts(span: Part | undefined, log: Part | undefined): Part {
  if (span === undefined || log === undefined) return (span ?? log)!
  const end = span.end ?? log.end
  const failed = combineFailure(span, log)
  return ordered({
    start: span.start,
    // Where only the log knows the end, its clock may lie before the span's start.
    end: end === undefined ? undefined : greatest(end, span.start),
    version: span.version ?? log.version,
    process: span.process ?? log.process,
    thread: span.thread ?? log.thread,
    startKind: combineStartKind(span.startKind, log.startKind),
    containerInvocation: span.containerInvocation ?? log.containerInvocation,
    containerAge: span.containerAge ?? log.containerAge,
    init: either(betterInit, span.init, log.init),
    // AWS counts from before the Node process exists.
    initStart: either(least, span.initStart, log.initStart),
    duration: log.duration ?? span.duration,
    billed: log.billed ?? span.billed,
    memory: log.memory ?? span.memory,
    maxMemoryUsed: log.maxMemoryUsed ?? span.maxMemoryUsed,
    outcome: failed.outcome,
    errorType: failed.errorType,
    trace: span.trace ?? log.trace,
    codeFingerprint: span.codeFingerprint ?? log.codeFingerprint,
    configFingerprint: span.configFingerprint ?? log.configFingerprint,
    tenant: span.tenant ?? log.tenant,
  })
}

/**
 * The process itself tells proactive from cold and reinit from warm, which no REPORT line does. But it cannot see a
 * restore, and a reader of other tools' spans may call an invocation warm that AWS charged an init for.
 */
function combineStartKind(span: Part['startKind'], log: Part['startKind']): Part['startKind'] {
  if (log === 'restored' || log === 'provisioned') return log
  if (span === undefined || span === 'warm') return log ?? span
  return span
}

function combineFailure(span: Part, log: Part): Pick<Loose, 'outcome' | 'errorType'> {
  const outcome = either(worse, span.outcome, log.outcome)
  const [first, second] = span.outcome === outcome ? [span, log] : [log, span]
  return { outcome, errorType: first.errorType ?? second.errorType }
}

type Loose = { readonly [K in keyof Required<Part>]: Part[K] | undefined }

function ordered(loose: Pick<Loose, 'start'> & Partial<Loose>): Part {
  const part: Record<string, unknown> = { start: loose.start }
  for (const field of FIELDS) if (loose[field] !== undefined) part[field] = loose[field]
  return part as unknown as Part
}

const FIELDS = [
  'end',
  'version',
  'process',
  'thread',
  'startKind',
  'containerInvocation',
  'containerAge',
  'init',
  'initStart',
  'duration',
  'billed',
  'memory',
  'maxMemoryUsed',
  'outcome',
  'errorType',
  'trace',
  'codeFingerprint',
  'configFingerprint',
  'tenant',
] as const satisfies readonly (keyof Part)[]

function either<T>(join: (a: T, b: T) => T, a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined) return b
  return b === undefined ? a : join(a, b)
}

function greatest<T extends number | string>(a: T, b: T): T {
  return a >= b ? a : b
}

function least<T extends number | string>(a: T, b: T): T {
  return a <= b ? a : b
}

function mostTelling(a: StartKind, b: StartKind): StartKind {
  return START_KINDS.indexOf(a) >= START_KINDS.indexOf(b) ? a : b
}

function worse(a: NonNullable<Part['outcome']>, b: NonNullable<Part['outcome']>): typeof a {
  return OUTCOMES.indexOf(a) >= OUTCOMES.indexOf(b) ? a : b
}

function firstTrace(a: NonNullable<Part['trace']>, b: NonNullable<Part['trace']>): typeof a {
  return a.traceId + a.spanId <= b.traceId + b.spanId ? a : b
}

/** Duration and source of the stronger source, the longer one of two equal sources; the type of whoever knows it. */
function betterInit(a: Init, b: Init): Init {
  const rank = INIT_SOURCES.indexOf(a.source) - INIT_SOURCES.indexOf(b.source)
  const { duration, source } = rank > 0 || (rank === 0 && a.duration >= b.duration) ? a : b
  const type = either(greatest, a.type, b.type)
  return { duration, source, ...(type !== undefined && { type }) }
}
