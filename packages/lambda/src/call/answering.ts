import type { Outcome } from './handler.ts'
import { afterFlush, apply, attempt } from './shield.ts'
import type { Watched } from './watched.ts'

/** A way in which a handler answers: a callback, or a method of its context. */
export type Answer = (...values: unknown[]) => unknown

/** How far a handler has come that may answer after it has returned. */
export interface Answering {
  /** It has answered, and the runtime is not told before a flush is over. */
  held: boolean
  /** It has returned, and not with a promise: what it throws now, nobody catches. */
  left: boolean
}

export interface AnswerFacts {
  readonly watched: Watched
  readonly answering: Answering
  readonly outcome: (values: unknown[]) => Outcome
  /** Answers with an error. */
  readonly fail: Answer
}

/** The same way, on which the invocation ends. What the runtime would have got it gets, whatever becomes of us. */
export function answeringBy(answer: Answer, { watched, answering, outcome, fail }: AnswerFacts): Answer {
  const answered = function (this: unknown, ...values: unknown[]): unknown {
    const flush = attempt(() => watched.end(outcome(values)), undefined)
    answering.held ||= flush !== undefined
    const { left } = answering
    // What the runtime throws, a value that is no JSON for example, would have come to the handler.
    const refused = (error: unknown): void => {
      if (left) queueMicrotask(() => rethrow(error))
      else apply(fail, this, [error])
    }
    return afterFlush(flush, () => apply(answer, this, values), refused)
  }
  for (const face of ['name', 'length'] as const) {
    Object.defineProperty(answered, face, { configurable: true, value: answer[face] })
  }
  return answered
}

function rethrow(error: unknown): never {
  throw error
}
