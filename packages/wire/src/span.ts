import type { UnixUs } from './units.ts'

/** 32 lower-case hexadecimal digits, not all zero. */
export type TraceId = string & { readonly id: 'trace' }
/** 16 lower-case hexadecimal digits, not all zero. */
export type SpanId = string & { readonly id: 'span' }

export type AttributeValue =
  | string
  | number
  | boolean
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue }
  | null
export type Attributes = Readonly<Record<string, AttributeValue>>

export const SPAN_KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const
export type SpanKind = (typeof SPAN_KINDS)[number]

export const SPAN_STATUSES = ['unset', 'ok', 'error'] as const
export type SpanStatus = (typeof SPAN_STATUSES)[number]

export interface SpanLink {
  readonly traceId: TraceId
  readonly spanId: SpanId
  readonly attributes: Attributes
}

export interface SpanEvent {
  readonly time: UnixUs
  readonly name: string
  readonly attributes: Attributes
}

/** One span as it was sent; identified by (trace id, span id). */
export interface SpanRow {
  readonly traceId: TraceId
  readonly spanId: SpanId
  /** Absent on a span without a parent. */
  readonly parentSpanId?: SpanId
  readonly name: string
  readonly kind: SpanKind
  readonly start: UnixUs
  readonly end: UnixUs
  readonly status: SpanStatus
  readonly statusMessage: string
  readonly scope: string
  readonly resource: Attributes
  readonly attributes: Attributes
  readonly links: readonly SpanLink[]
  readonly events: readonly SpanEvent[]
}
