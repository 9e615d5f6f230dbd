import { type Handler, STREAMING } from './handler.ts'
import { watchAnswers } from './late-answer.ts'
import { afterFlush, apply, attempt, OwnPromise, promiseThen, soon } from './shield.ts'
import type { Begin, Watched } from './watched.ts'

/**
 * A function that the runtime cannot tell from the handler. Of what it calls to watch, anything may throw: the handler
 * is called all the same, once, and what it gives or throws passes untouched.
 */
export function wrapHandler<H extends Handler>(handler: H, begin: Begin): H {
  function wrapper(this: unknown, ...args: never[]): unknown {
    // Asked at each call: awslambda.streamifyResponse may have marked the wrapper, not the handler.
    const streaming = STREAMING in wrapper
    const context = args[streaming ? 2 : 1]
    const watched = attempt(() => begin({ handler, event: args[0], context }), undefined)
    if (!watched) return apply(handler, this, args)
    const late = streaming ? undefined : attempt(() => watchAnswers(args, context, watched), undefined)
    const ran = run(watched, handler, this, args)
    if ('error' in ran) {
      void attempt(() => watched.end({ kind: 'threw', error: ran.error }), undefined)
      // The runtime, that would have had the answer already, takes no error after it.
      if (late?.held) return undefined
      throw ran.error
    }
    if (ran.settles) return settle(ran.result, ran.settles, watched)
    if (late) {
      late.left = true
      attempt(() => watched.returned(), undefined)
    } else void attempt(() => watched.end({ kind: 'ok', value: ran.result }), undefined)
    return ran.result
  }

  attempt(() => copyFace(handler, wrapper), undefined)
  return wrapper as unknown as H
}

type Then = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown
type Ran = { readonly result: unknown; readonly settles: Then | undefined } | { readonly error: unknown }

// What the handler throws is caught where it is called, so that it cannot be taken for a failure of ours around it. Few
// functions stand between: each is a frame in the stack of what it throws.
function run(watched: Watched, handler: Handler, self: unknown, args: unknown[]): Ran {
  if (!watched.run) return outcomeOf(handler, self, args)
  let ran: Ran | undefined
  const once = (): void => {
    ran ??= outcomeOf(handler, self, args)
  }
  attempt(() => watched.run?.(once), undefined)
  // Kept, so that a context manager that calls later does not call it twice.
  return (ran ??= outcomeOf(handler, self, args))
}

function outcomeOf(handler: Handler, self: unknown, args: unknown[]): Ran {
  try {
    const result: unknown = apply(handler, self, args)
    // The runtime would read it too, and meet the same error where a getter throws.
    return { result, settles: thenOf(result) }
  } catch (error) {
    return { error }
  }
}

function settle(result: unknown, then: Then, watched: Watched): Promise<unknown> {
  return new OwnPromise((resolve, reject) => {
    const fail = (error: unknown) => {
      const flush = attempt(() => watched.end({ kind: 'threw', error }), undefined)
      afterFlush(flush, () => reject(error))
    }
    const succeed = (value: unknown) => {
      const flush = attempt(() => watched.end({ kind: 'ok', value }), undefined)
      afterFlush(flush, () => resolve(value))
    }
    follow(result, then, succeed, fail)
  })
}

/**
 * Tells what comes of a promise, or of what has a `then`. The latter may give a promise in turn, as query builders do:
 * what comes of that is the answer, and until then nobody else would hear of its failing. A promise gives none, and what
 * it gives is not asked.
 */
function follow(source: unknown, by: Then, succeed: Settle, fail: Settle): void {
  const given = (value: unknown): void => {
    const next = thenOf(value)
    if (next === undefined) succeed(value)
    else soon(() => follow(value, next, succeed, fail))
  }
  const asked = by === promiseThen ? succeed : (value: unknown) => orFail(() => given(value), fail)
  orFail(() => apply(by, source, [asked, fail]), fail)
}

type Settle = (value: unknown) => void

function orFail(work: () => unknown, fail: Settle): void {
  try {
    work()
  } catch (error) {
    fail(error)
  }
}

/** Reads `then` once: it may be a getter. */
function thenOf(value: unknown): Then | undefined {
  const kind = typeof value
  if ((kind !== 'object' && kind !== 'function') || value === null) return undefined
  const { then } = value as { readonly then?: unknown }
  return isThen(then) ? then : undefined
}

function isThen(value: unknown): value is Then {
  return typeof value === 'function'
}

// The runtime reads `length` (Node 24 refuses three parameters), both streaming symbols and, in frameworks, any
// property a handler was given. `prototype` belongs to the function itself.
function copyFace(handler: Handler, wrapper: Handler): void {
  for (const name of Reflect.ownKeys(handler)) {
    const property = Object.getOwnPropertyDescriptor(handler, name)
    const own = Object.getOwnPropertyDescriptor(wrapper, name)
    if (property && own?.configurable !== false) Object.defineProperty(wrapper, name, property)
  }
}
