import type { SpanContext } from '@opentelemetry/api'
import type { Handler } from '../handler.ts'
import type { Finding } from './finding.ts'

/** One look, at the end of an invocation of the sample. */
export interface Look {
  /** Which invocation of the process, 1-based. */
  readonly ordinal: number
  readonly handler: Handler
  readonly root: SpanContext
  /** True in production, where a look holds a caller back. */
  readonly hurried: boolean
  /** True when the time for this look is used up: leave the rest for the next. */
  overdue(): boolean
}

/** Looks for one kind of leaked state. */
export interface Detector {
  /** Before each invocation, of the sample or not: keep it near to nothing. */
  begin(): void
  /** After each invocation. */
  end(): void
  look(look: Look): readonly Finding[]
}
