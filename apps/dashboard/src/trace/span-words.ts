import {
  FINDING_CLASSES,
  FINDING_KINDS,
  type FindingClass,
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
  readonly class: FindingClass | null
  readonly severity: Severity
  readonly name: string
  readonly location: string | null
  readonly sizeFirst: number | null
  readonly size: number | null
  readonly invocations: number | null
  /** The root span of the invocation it came from, where another trace or span is known. */
  readonly origin: SpanLink | null
}

export type Tone = 'finding' | 'init' | 'error' | 'work'

/** How a span is drawn; `inInit` are the ids of {@link initSpans}. */
export function toneOf(span: TraceSpan, inInit: ReadonlySet<string>): Tone {
  if (isFinding(span)) return 'finding'
  if (span.status === 'error') return 'error'
  return inInit.has(span.spanId) ? 'init' : 'work'
}

/** Ids of init spans and of all that ran inside one. Parents come before children. */
export function initSpans(spans: readonly TraceSpan[]): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const span of spans) {
    if (span.name === key.INIT_SPAN_NAME || ids.has(span.parentSpanId ?? '')) ids.add(span.spanId)
  }
  return ids
}

export function isFinding(span: TraceSpan): boolean {
  return span.name === key.FINDING_SPAN_NAME
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
    class: FINDING_CLASSES.find((one) => one === attributes[key.FINDING_CLASS]) ?? null,
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
