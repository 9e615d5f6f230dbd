import { attempt } from './call/shield.ts'
import { type Options, watch, type Watching } from './index.ts'

/** What middy hands to its middlewares. */
interface Request {
  readonly event: unknown
  readonly context: unknown
  readonly response?: unknown
  readonly error?: unknown
}

/** A middleware: the first of the list, so that it sees all that the others do. */
export interface Middleware {
  before(request: Request): void
  after(request: Request): Promise<void> | undefined
  onError(request: Request): Promise<void> | undefined
}

/** Watches the handler it is used on. */
export default function thermocline(options: Options = {}): Middleware {
  const begin = watch(options)
  const open = new WeakMap<object, Watching>()

  function end(request: Request, outcome: Parameters<Watching['end']>[0]): Promise<void> | undefined {
    const watching = open.get(request)
    open.delete(request)
    return watching?.end(outcome)
  }

  return {
    before(request) {
      const watching = begin(request.event, request.context)
      if (!watching) return
      open.set(request, watching)
      attempt(() => {
        onEarlyResponse(request, (value) => void end(request, { kind: 'ok', value }))
        onRethrow(request, (error) => void end(request, { kind: 'threw', error }))
      }, undefined)
    },
    after: (request) => end(request, { kind: 'ok', value: request.response }),
    onError: (request) => end(request, { kind: 'threw', error: request.error }),
  }
}

/**
 * Calls `told` where another middleware answers in the handler's place: middy then puts the answer where the handler's
 * would be, and calls no `after` of ours.
 */
function onEarlyResponse(request: Request, told: (value: unknown) => void): void {
  onSet(request, 'response', (value) => {
    if ('earlyResponse' in request) told(value)
  })
}

/**
 * Calls `told` where another middleware's `onError` throws: no `onError` after it is called, so perhaps not ours, and
 * middy puts what was thrown in the error's place, with that error in it where it is another.
 */
function onRethrow(request: Request, told: (error: unknown) => void): void {
  onSet(request, 'error', (error, before) => {
    if (before === undefined) return
    const isOther = error !== before && typeof error === 'object' && error !== null
    if (!isOther || Object.getOwnPropertyDescriptor(error, 'originalError')?.value === before) told(error)
  })
}

/** Calls `told` with each value that a property is given, and the one it had. */
function onSet(
  request: Request,
  name: 'response' | 'error',
  told: (value: unknown, before: unknown) => void,
): void {
  let current = request[name]
  Object.defineProperty(request, name, {
    configurable: true,
    enumerable: true,
    get: () => current,
    set(value: unknown) {
      const before = current
      current = value
      attempt(() => told(value, before), undefined)
    },
  })
}
