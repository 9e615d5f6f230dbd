import type { SpanContext } from '@opentelemetry/api'
import type { Handler } from '../call/handler.ts'
import type { Finding } from './finding.ts'

/** Which invocation something was seen in; may be kept, as nothing of the user's hangs on it. */
export interface Moment {
  /** Of the process, 1-based. */
  readonly ordinal: number
  readonly root: SpanContext
}

/** An invocation, as far as leaked state may come from it. */
export interface Subject extends Moment {
  readonly handler: Handler
  readonly event: unknown
  readonly context: unknown
}

export function momentOf({ ordinal, root }: Moment): Moment {
  return { ordinal, root }
}

/** One look, at the end of an invocation of the sample. */
export interface Look extends Subject {
  /** What the handler answered; undefined where it gave nothing or failed. */
  readonly answer: unknown
  /** True when growth has been told of already in this process. */
  readonly explained: boolean
  /** True in production, where a look holds a caller back. */
  readonly hurried: boolean
  /** Which look of the process it is, 1-based. */
  readonly turn: number
  /** True when the time for this look is used up: leave the rest for the next. */
  overdue(): boolean
}

/** The first look that reads variables finds out where they are, and has the time for it. */
export function isDiscovery({ hurried, ordinal }: Pick<Look, 'hurried' | 'ordinal'>): boolean {
  return hurried && ordinal === 2
}

/** In production a look has no time for everything: what takes long has every second one. */
export function isTurnOf(look: Look, which: 'even' | 'odd'): boolean {
  return !look.hurried || isDiscovery(look) || (look.turn % 2 === 0) === (which === 'even')
}

/** Looks for one kind of leaked state. */
export interface Detector {
  /** Before each invocation, of the sample or not: keep it near to nothing. */
  begin?(): void
  /** After each invocation, of the sample or not. */
  end?(subject: Subject): void
  /** The first invocation in production: only what later looks need of it, or a cold start pays for more. */
  meet?(look: Look): void
  look(look: Look): readonly Finding[]
}
