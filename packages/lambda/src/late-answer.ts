import type { Outcome } from './handler.ts'
import { afterFlush, type Watched } from './watched.ts'

type Answer = (...values: unknown[]) => unknown

/**
 * Watches the ways in which a handler for Node 22 and older may answer after it has returned: the callback, put back
 * into `args` behind ours, and `context.done`, `succeed` and `fail`. False when the runtime offers none of them.
 */
export function watchAnswers(args: unknown[], context: unknown, watched: Watched): boolean {
  const callback = args[2]
  const byCallback = isAnswer(callback)
  if (byCallback) args[2] = answering(callback, watched, byError)
  const byContext = isObject(context) && typeof context['done'] === 'function'
  if (byContext) {
    replace(context, 'done', watched, byError)
    replace(context, 'fail', watched, ([error]) => ({ kind: 'threw', error }))
    replace(context, 'succeed', watched, ([value]) => ({ kind: 'ok', value }))
  }
  return byCallback || byContext
}

function byError([error, value]: unknown[]): Outcome {
  return error === null || error === undefined ? { kind: 'ok', value } : { kind: 'threw', error }
}

function answering(answer: Answer, watched: Watched, outcome: (values: unknown[]) => Outcome): Answer {
  return function answered(this: unknown, ...values) {
    return afterFlush(watched.end(outcome(values)), () => Reflect.apply(answer, this, values))
  }
}

// In place, because the handler must get the context it was called with. A frozen one is left as it is.
function replace(
  context: Record<string, unknown>,
  name: string,
  watched: Watched,
  outcome: (values: unknown[]) => Outcome,
): void {
  const answer = context[name]
  if (isAnswer(answer)) Reflect.set(context, name, answering(answer, watched, outcome))
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'function'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
