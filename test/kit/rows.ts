import { EMPTY_INTAKE, unixUs } from '@thermocline/wire'
import type { Intake, SpanId, TraceId, UnixUs } from '@thermocline/wire'

/** Microseconds: this many seconds after a fixed moment. */
export function at(seconds: number): UnixUs {
  return unixUs(1_780_000_000_000_000 + Math.round(seconds * 1e6))
}

export function traceId(n: number): TraceId {
  return n.toString(16).padStart(32, '0') as TraceId
}

export function spanId(n: number): SpanId {
  return n.toString(16).padStart(16, '0') as SpanId
}

export function intake(over: Partial<Intake>): Intake {
  return { ...EMPTY_INTAKE, ...over }
}
