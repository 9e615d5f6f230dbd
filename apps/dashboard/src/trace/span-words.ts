import {
  FINDING_KINDS,
  type FindingKind,
  key,
  SEVERITIES,
  type Severity,
  type SpanLink,
  type TraceSpan,
} from '@thermocline/wire'

// What a span is to us: an init, a finding, or work.

/** What a finding span says. */
export interface SpanFinding {
  readonly kind: FindingKind | null
  readonly severity: Severity
  readonly name: string
  readonly location: string | null
  readonly sizeFirst: number | null
  readonly size: number | null
  readonly invocations: number | null
  /** The root span of the invocation it came from, where another trace or span is known. */
  readonly origin: SpanLink | null
}

export function toneOf(span: TraceSpan): 'finding' | 'init' | 'error' | 'work' {
  if (isFinding(span)) return 'finding'
  if (span.status === 'error') return 'error'
  return isInit(span) ? 'init' : 'work'
}

export function isFinding(span: TraceSpan): boolean {
  return span.name === key.FINDING_SPAN_NAME
}

/** The SDK's init span, or another tool's of the same name. */
export function isInit(span: TraceSpan): boolean {
  return span.name === key.INIT_SPAN_NAME
}

/** The name a person looks for: of a finding, what leaks rather than the span's own name. */
export function titleOf(span: TraceSpan): string {
  return isFinding(span) ? findingOf(span).name : span.name
}

export function findingOf(span: TraceSpan): SpanFinding {
  const { attributes } = span
  const severity = SEVERITIES.find((one) => one === attributes[key.FINDING_SEVERITY]) ?? 'info'
  return {
    kind: FINDING_KINDS.find((one) => one === attributes[key.FINDING_KIND]) ?? null,
    severity,
    name: text(attributes[key.FINDING_NAME]) ?? span.name,
    location: text(attributes[key.FINDING_LOCATION]),
    sizeFirst: number(attributes[key.FINDING_SIZE_FIRST]),
    size: number(attributes[key.FINDING_SIZE]),
    invocations: number(attributes[key.FINDING_INVOCATIONS]),
    origin: span.links[0] ?? null,
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
