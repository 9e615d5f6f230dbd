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
      attempt(() => onEarlyResponse(request, (value) => void end(request, { kind: 'ok', value })), undefined)
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
  let { response } = request
  Object.defineProperty(request, 'response', {
    configurable: true,
    enumerable: true,
    get: () => response,
    set(value: unknown) {
      response = value
      if ('earlyResponse' in request) attempt(() => told(value), undefined)
    },
  })
}
