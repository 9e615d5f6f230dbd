import type { Guard } from './guard.ts'
import { type Handler, STREAMING } from './handler.ts'
import { watchAnswers } from './late-answer.ts'
import { afterFlush, type Begin, type Watched } from './watched.ts'

/** A function that the runtime cannot tell from the handler. */
export function wrapHandler<H extends Handler>(handler: H, begin: Begin, guard: Guard): H {
  function wrapper(this: unknown, ...args: unknown[]): unknown {
    // Asked at each call: awslambda.streamifyResponse may have marked the wrapper, not the handler.
    const streaming = STREAMING in wrapper
    const context = args[streaming ? 2 : 1]
    const watched = guard.run('begin', () => begin({ handler, event: args[0], context }), undefined)
    if (!watched) return call(handler, this, args)
    const late = !streaming && guard.run('callback', () => watchAnswers(args, context, watched), false)
    let result: unknown
    let then: Then | undefined
    try {
      result = call(handler, this, args)
      // The runtime would read it too, and meet the same error where a getter throws.
      then = thenOf(result)
    } catch (error) {
      void watched.end({ kind: 'threw', error })
      throw error
    }
    if (then) return settle(result, then, watched)
    if (late) watched.returned()
    else void watched.end({ kind: 'ok', value: result })
    return result
  }

  guard.run('wrap', () => copyFace(handler, wrapper), undefined)
  return wrapper as unknown as H
}

function call(handler: Handler, self: unknown, args: unknown[]): unknown {
  return Reflect.apply(handler, self, args)
}

type Then = (resolve: (value: unknown) => void, reject: (error: unknown) => void) => unknown

function settle(result: unknown, then: Then, watched: Watched): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const succeed = (value: unknown) => afterFlush(watched.end({ kind: 'ok', value }), () => resolve(value))
    const fail = (error: unknown) => afterFlush(watched.end({ kind: 'threw', error }), () => reject(error))
    try {
      Reflect.apply(then, result, [succeed, fail])
    } catch (error) {
      fail(error)
    }
  })
}

/** Reads `then` once: it may be a getter. */
function thenOf(value: unknown): Then | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const then: unknown = Reflect.get(value, 'then')
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
