import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

// Shapes of OpenTelemetry's that its packages do not export by name.

export type Attributes = ReadableSpan['attributes']
export type Link = ReadableSpan['links'][number]
export type TimedEvent = ReadableSpan['events'][number]
