import type { UnixUs } from '@thermocline/wire'

// OTLP as JSON, as far as the SDK's spans need it: ids in hexadecimal, 64-bit integers as text.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding

/** An ExportTraceServiceRequest: the body of `POST /v1/traces` as `application/json`. */
export interface TraceRequest {
  readonly resourceSpans: readonly ResourceSpans[]
}

interface ResourceSpans {
  readonly resource: Resource
  readonly scopeSpans: readonly {
    readonly scope: { readonly name: string; readonly version: string }
    readonly spans: readonly OtlpSpan[]
  }[]
}

export interface Resource {
  readonly attributes: readonly Attribute[]
}

export interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly Attribute[]
  readonly status?: { readonly code: number }
  readonly flags: number
}

export interface Attribute {
  readonly key: string
  readonly value: AnyValue
}

export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }

export const KIND_INTERNAL = 1
export const KIND_SERVER = 2
export const STATUS_ERROR = 2
/** Sampled, and known to have no parent in another process. */
export const FLAGS = 0x101

export function text(key: string, value: string): Attribute {
  return { key, value: { stringValue: value } }
}

export function texts(key: string, values: readonly string[]): Attribute {
  return { key, value: { arrayValue: { values: values.map((value) => ({ stringValue: value })) } } }
}

export function bool(key: string, value: boolean): Attribute {
  return { key, value: { boolValue: value } }
}

export function int(key: string, value: number): Attribute {
  return { key, value: { intValue: String(value) } }
}

export function double(key: string, value: number): Attribute {
  return { key, value: { doubleValue: value } }
}

export function nanoseconds(time: UnixUs): string {
  return time === 0 ? '0' : `${time}000`
}
