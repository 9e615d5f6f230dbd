import type { Guard } from './guard.ts'
import { type Handler, STREAMING } from './handler.ts'
import { watchAnswers } from './late-answer.ts'
import { afterFlush, type Begin, type Watched } from './watched.ts'

/** A function that the runtime cannot tell from the handler. */
export function wrapHandler<H extends Handler>(handler: H, begin: Begin, guard: Guard): H {
  const streaming = STREAMING in handler
  const contextAt = streaming ? 2 : 1

  function wrapper(this: unknown, ...args: unknown[]): unknown {
    const context = args[contextAt]
    const watched = guard.run('begin', () => begin({ handler, event: args[0], context }), undefined)
    if (!watched) return call(handler, this, args)
    const late = !streaming && guard.run('callback', () => watchAnswers(args, context, watched), false)
    let result: unknown
    try {
      result = call(handler, this, args)
    } catch (error) {
      void watched.end({ kind: 'threw', error })
      throw error
    }
    if (isThenable(result)) return settle(result, watched)
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

function settle(result: PromiseLike<unknown>, watched: Watched): Promise<unknown> {
  return new Promise((resolve, reject) => {
    result.then(
      (value) => afterFlush(watched.end({ kind: 'ok', value }), () => resolve(value)),
      (error: unknown) => afterFlush(watched.end({ kind: 'threw', error }), () => reject(error)),
    )
  })
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
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
