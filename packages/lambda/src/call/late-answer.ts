import { type Answer, type AnswerFacts, type Answering, answeringBy } from './answering.ts'
import type { Outcome } from './handler.ts'
import type { Watched } from './watched.ts'

/**
 * Watches the ways in which a handler for Node 22 and older may answer after it has returned: the callback, put back
 * into `args` behind ours, and `context.done`, `succeed` and `fail`. Undefined when the runtime offers none of them.
 */
export function watchAnswers(args: unknown[], context: unknown, watched: Watched): Answering | undefined {
  const answering: Answering = { held: false, left: false }
  const callback = args[2]
  const byCallback = isAnswer(callback)
  if (byCallback) args[2] = watchedAnswer(callback, { watched, answering, outcome: byError, fail: callback })
  const byContext = isObject(context) && typeof context['done'] === 'function'
  if (byContext) {
    const { done, fail = done } = context
    const refusing = { watched, answering, fail: fail as Answer }
    replace(context, 'done', { ...refusing, outcome: byError })
    replace(context, 'fail', { ...refusing, outcome: ([error]) => ({ kind: 'threw', error }) })
    replace(context, 'succeed', { ...refusing, outcome: ([value]) => ({ kind: 'ok', value }) })
  }
  return byCallback || byContext ? answering : undefined
}

function byError([error, value]: unknown[]): Outcome {
  return error === null || error === undefined ? { kind: 'ok', value } : { kind: 'threw', error }
}

const originals = new WeakMap<object, Answer>()

/** True for what stands in an answer's place: the user may keep it with the context, and it leads to our own state. */
export function isWatchedAnswer(value: object): boolean {
  return originals.has(value)
}

function watchedAnswer(answer: Answer, facts: AnswerFacts): Answer {
  const answering = answeringBy(answer, facts)
  originals.set(answering, answer)
  return answering
}

// In place, because the handler must get the context it was called with. A frozen one is left as it is.
function replace(context: Record<string, unknown>, name: string, facts: AnswerFacts): void {
  const found = context[name]
  if (!isAnswer(found)) return
  // A context that is used again, as tests do, has ours of the time before.
  Reflect.set(context, name, watchedAnswer(originals.get(found) ?? found, facts))
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'function'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
