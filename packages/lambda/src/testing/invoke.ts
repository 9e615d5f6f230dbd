import { Writable } from 'node:stream'
import { type Handler, STREAMING } from '../call/handler.ts'

/** What came of an invocation. */
export type Answered =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }

/** Invokes once, in whichever way the handler answers. */
export async function invoke(handler: Handler, event: unknown, context: object): Promise<Answered> {
  try {
    return { kind: 'ok', value: await answerOf(handler as (...args: unknown[]) => unknown, event, context) }
  } catch (error) {
    return { kind: 'threw', error }
  }
}

// A handler that was given more than the event may answer by its context or its callback, and some never do.
const ANSWERS_WITHIN_MS = 50

function answerOf(handler: (...args: unknown[]) => unknown, event: unknown, context: object): unknown {
  if (Reflect.get(handler, STREAMING) !== undefined) return handler(event, nowhere(), context)
  let late: NodeJS.Timeout | undefined
  const answer = new Promise((resolve, reject) => {
    const done = (error: unknown, value?: unknown): void => {
      if (error === null || error === undefined) resolve(value)
      else reject(error)
    }
    const fail = (error: unknown): void => reject(error ?? new Error('context.fail'))
    const given = handler(event, Object.assign(context, { done, fail, succeed: resolve }), done)
    if (given !== undefined || handler.length < 2) resolve(given)
    else late = setTimeout(resolve, ANSWERS_WITHIN_MS, undefined)
  })
  return answer.finally(() => clearTimeout(late))
}

/** A response stream that takes what is written. */
function nowhere(): Writable {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() })
  return Object.assign(stream, { setContentType: () => {} })
}
