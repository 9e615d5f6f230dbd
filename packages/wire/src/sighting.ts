import type { SpanId, SpanRow, TraceId } from './span.ts'
import type { Bytes, Ms, UnixUs } from './units.ts'
import type { FindingClass, FindingKind, InitSource, Outcome, Severity, Start } from './words.ts'

// A sighting is what ONE source says of one thing. Sightings of the same thing meet in one row, in the store,
// whatever their order and however often they come.

/** Full log stream name, or the UUID of a /tmp marker. */
export type ContainerId = string & { readonly id: 'container' }
/** Lambda's request id. A retry of an asynchronous invocation carries the same one. */
export type RequestId = string & { readonly id: 'request' }

/** A function as far as a source knows it; logs often know the name alone. */
export interface FunctionIdentity {
  readonly name: string
  readonly account?: string
  readonly region?: string
}

/** The name of a function when no source said it. Any other name wins over this one. */
export const UNKNOWN_FUNCTION = 'unknown'

export const SIGHTING_SOURCES = ['span', 'log'] as const
export type SightingSource = (typeof SIGHTING_SOURCES)[number]

/** What one source says of one invocation. A field is absent when that source does not know it. */
export interface InvocationSighting {
  readonly source: SightingSource
  readonly function: FunctionIdentity
  readonly container: ContainerId
  readonly requestId: RequestId
  /** Start of the invoke phase. Exact from a span; from logs, START's time or REPORT's time less its Duration. */
  readonly start: UnixUs
  /** Absent while only a START line has been seen. */
  readonly end?: UnixUs
  readonly version?: string
  readonly process?: string
  readonly thread?: number
  /** How it met its container. Absent from a REPORT line without Init Duration: that may be warm or a reset. */
  readonly startKind?: Start
  readonly containerInvocation?: number
  readonly containerAge?: Ms
  readonly init?: { readonly duration: Ms; readonly source: InitSource; readonly type?: string }
  /** When the init began: from INIT_START or the init span; else it is worked out from the rest. */
  readonly initStart?: UnixUs
  readonly duration?: Ms
  readonly billed?: Ms
  readonly memory?: Bytes
  readonly maxMemoryUsed?: Bytes
  readonly outcome?: Outcome
  readonly errorType?: string
  readonly trace?: { readonly traceId: TraceId; readonly spanId: SpanId }
  readonly codeFingerprint?: string
  readonly configFingerprint?: string
  readonly tenant?: string
}

/** What one source says of a container outside any invocation, such as an INIT_START line. */
export interface ContainerSighting {
  readonly function: FunctionIdentity
  readonly container: ContainerId
  /** When its first init began. */
  readonly initStart?: UnixUs
}

/** One finding as one process saw it at one moment. Later sightings of one (container, process, key) replace earlier. */
export interface FindingSighting {
  readonly function: FunctionIdentity
  readonly container: ContainerId
  readonly process?: string
  readonly version?: string
  readonly key: string
  readonly kind: FindingKind
  readonly class: FindingClass
  readonly severity: Severity
  readonly name: string
  readonly location?: string
  readonly confidence: number
  readonly seenAt: UnixUs
  readonly sizeFirst?: number
  readonly size?: number
  /** Invocations of this process it was seen to grow over. */
  readonly invocations: number
  /** The root span of the invocation that saw it. */
  readonly trace: { readonly traceId: TraceId; readonly spanId: SpanId }
}

/** Everything one request or file gives the store, kept whole or not at all. */
export interface Intake {
  readonly spans: readonly SpanRow[]
  readonly invocations: readonly InvocationSighting[]
  readonly containers: readonly ContainerSighting[]
  readonly findings: readonly FindingSighting[]
}

export const EMPTY_INTAKE: Intake = { spans: [], invocations: [], containers: [], findings: [] }

/** Several intakes as one, in order. */
export function joinIntakes(intakes: readonly Intake[]): Intake {
  return {
    spans: intakes.flatMap((intake) => intake.spans),
    invocations: intakes.flatMap((intake) => intake.invocations),
    containers: intakes.flatMap((intake) => intake.containers),
    findings: intakes.flatMap((intake) => intake.findings),
  }
}
