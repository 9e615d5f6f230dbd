import { createHook } from 'node:async_hooks'
import { openSync } from 'node:fs'
import { Writable } from 'node:stream'
import type * as Sdk from '../../src/index.ts'

/** Invokes once, as a runtime would, and settles when the invocation is over. `n` counts from 1. */
export type Invoke = (n: number) => Promise<unknown>

/** `wrap` is the SDK's, or gives back what it gets: the bare handler that growth is compared with. */
type Style = (wrap: typeof Sdk.wrap) => Invoke

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')

export type StyleName =
  | 'async'
  | 'callback'
  | 'context'
  | 'sync'
  | 'promise-like'
  | 'streaming'
  | 'throwing'
  | 'rejecting'
  | 'timing out'
  | 'unanswered'
  | 'wrapped twice'
  | 'overlapping'
  | 'http'
  | 'sqs'
  | 'logging'
  | 'keeping'

/** Every way in which a handler answers, and the events of which the SDK reads more. */
export const STYLES: Readonly<Record<StyleName, Style>> = {
  async: (wrap) => {
    const handler = wrap(async (event: Event, _context: object) => event.n)
    return (n) => handler({ n }, context(n))
  },

  callback: (wrap) => {
    const handler = wrap((event: Event, _context: object, callback: Callback) => {
      setImmediate(callback, null, event.n)
    })
    return (n) => new Promise((resolve) => handler({ n }, context(n), (_error, value) => resolve(value)))
  },

  context: (wrap) => {
    const handler = wrap((event: Event, old: OldContext) => {
      if (event.n % 3 === 0) old.fail('no')
      else if (event.n % 3 === 1) old.done(null, event.n)
      else setImmediate(old.succeed, event.n)
    })
    return (n) =>
      new Promise((resolve) => {
        const old = {
          done: (_error: unknown, value: unknown) => resolve(value),
          succeed: resolve,
          fail: resolve,
        }
        handler({ n }, Object.assign(context(n), old))
      })
  },

  sync: (wrap) => {
    const handler = wrap((event: Event, _context: object) => event.n)
    return async (n) => handler({ n }, context(n))
  },

  'promise-like': (wrap) => {
    const handler = wrap((event: Event, _context: object) => ({
      // oxlint-disable-next-line unicorn/no-thenable -- what is tested
      then: (resolve: (value: unknown) => void) => resolve(event.n),
    }))
    return (n) => Promise.resolve(handler({ n }, context(n)))
  },

  streaming: (wrap) => {
    const handler = wrap(Object.assign(stream, { [STREAMING]: 'response' }))
    return (n) => handler({ n }, new Writable({ write: (_chunk, _encoding, done) => done() }), context(n))
  },

  throwing: (wrap) => {
    const handler = wrap((event: Event, _context: object) => {
      throw event.n % 2 === 0 ? new OrderError(`no ${event.n}`) : `no ${event.n}`
    })
    return async (n) => {
      try {
        handler({ n }, context(n))
      } catch {
        // As the runtime does.
      }
    }
  },

  rejecting: (wrap) => {
    const handler = wrap(async (event: Event, _context: object) => {
      throw event.n % 2 === 0 ? new OrderError(`no ${event.n}`) : `no ${event.n}`
    })
    return (n) => handler({ n }, context(n)).catch(() => {})
  },

  // The runtime would kill such a process; here it lives on, and the late answer must be let go of as well.
  'timing out': (wrap) => {
    const handler = wrap(async (event: Event, _context: object) => {
      if (event.n % TIMES_OUT_EVERY === 0) await new Promise((resolve) => void setTimeout(resolve, 6))
      return event.n
    })
    return (n) => handler({ n }, context(n, n % TIMES_OUT_EVERY === 0 ? SHORTLY_MS : undefined))
  },

  // A handler of the callback kind that never answers is over when the next invocation begins.
  unanswered: (wrap) => {
    const handler = wrap((_event: Event, _context: object, _callback: Callback) => {})
    return (n) => Promise.resolve(handler({ n }, context(n), () => {}))
  },

  'wrapped twice': (wrap) => {
    const inner = wrap(wrap(async (event: Event, _context: object) => event.n))
    const outer = wrap(async (event: Event, given: object) => inner(event, { ...given }))
    return (n) => outer({ n }, context(n))
  },

  // Under Managed Instances, where `runner.ts` keeps eight under way.
  overlapping: (wrap) => {
    const handler = wrap(async (event: Event, _context: object) => {
      for (let turn = event.n % 4; turn > 0; turn -= 1) {
        // oxlint-disable-next-line no-await-in-loop -- so that they end in another order than they began
        await new Promise(setImmediate)
      }
      return event.n
    })
    return (n) => handler({ n }, context(n))
  },

  http: (wrap) => {
    const handler = wrap(async (_event: object, _context: object) => ({ statusCode: 200, body: '{}' }))
    return (n) => handler(httpEvent(n), context(n))
  },

  sqs: (wrap) => {
    const handler = wrap(async (event: ReturnType<typeof sqsEvent>, _context: object) => event.Records.length)
    return (n) => handler(sqsEvent(n), context(n))
  },

  // The user's own lines share stdout with the SDK's, and make the pipe non-blocking.
  logging: (wrap) => {
    const handler = wrap(async (event: Event, _context: object) => console.log(`order ${event.n}`))
    return (n) => handler({ n }, context(n))
  },

  // No style but the control: of each thing that is counted it keeps one an invocation.
  keeping: () => async (n) => {
    kept.push({ n })
    process.on('kept', () => n)
    setTimeout(() => n, 900_000)
    setTimeout(() => n, 900_000).unref()
    openSync('/dev/null', 'r')
    if (n === 500 || n === 1040) createHook({ before: () => {} }).enable()
    if (n === 1040) Reflect.set(globalThis, 'kept', kept)
  },
}

interface Event {
  readonly n: number
}

type Callback = (error: unknown, value?: unknown) => void

interface OldContext {
  readonly done: Callback
  readonly succeed: (value: unknown) => void
  readonly fail: (error: unknown) => void
}

class OrderError extends Error {}

async function stream(event: Event, response: Writable, _context: object): Promise<void> {
  response.write(`n is ${event.n}`)
  response.end()
}

const kept: object[] = []

const TIMES_OUT_EVERY = 100
// Within the SDK's margin before the deadline it has no time left at all: one millisecond more than that margin.
const SHORTLY_MS = process.env['THERMOCLINE_FLUSH'] === 'otlp' ? 51 : 31

export function requestIdOf(n: number): string {
  return `8f3a1c52-0000-4000-8000-${String(n).padStart(12, '0')}`
}

function context(n: number, remainingMs = 900_000 - (n % 1000)): object {
  return {
    awsRequestId: requestIdOf(n),
    functionName: 'orders',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orders',
    getRemainingTimeInMillis: () => remainingMs,
  }
}

function httpEvent(n: number): object {
  return {
    version: '2.0',
    routeKey: 'GET /orders/{id}',
    rawPath: `/orders/${n}`,
    headers: { host: 'api.example.com', traceparent: `00-${hex(n, 32)}-${hex(n, 16)}-01`, 'x-order': `${n}` },
    queryStringParameters: { n: `${n}` },
    requestContext: { http: { method: 'GET', path: `/orders/${n}` }, requestId: `request-${n}` },
  }
}

function sqsEvent(n: number): { Records: object[] } {
  const record = (_: unknown, index: number): object => ({
    messageId: `message-${n}-${index}`,
    body: JSON.stringify({ order: n, index }),
    attributes: { SentTimestamp: `${1_786_000_000_000 + n}` },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:orders-queue',
  })
  return { Records: Array.from({ length: 10 }, record) }
}

function hex(n: number, digits: number): string {
  return (n + 1).toString(16).padStart(digits, '0')
}
