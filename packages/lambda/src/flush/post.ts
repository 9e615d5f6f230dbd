import type * as Http from 'node:http'
import type { Ms } from '@thermocline/wire'
import { createContextKey } from '@opentelemetry/api'
import { appContext } from '../spans/app-api.ts'
import { clearTimeout, setTimeout } from '../node-globals.ts'
import { OwnPromise, shielded } from '../call/shield.ts'

/** Posts a body and says what came of it, within the time; never rejects. */
export type Post = (body: Uint8Array, withinMs: Ms) => Promise<PostResult>

/** `failed` and `timeout`: the collector may take these spans later. Refused with such a status, it never will. */
export type PostResult = 'ok' | 'failed' | 'timeout' | { readonly refused: number }

type End = (result: PostResult) => void

// Node's own servers close a connection that was idle for 5 s, and a NAT forgets one without a word: what waited longer
// than this, frozen or not, is not written to again.
const STALE_AFTER_MS = 4000

export interface PostParts {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /**
   * Nobody waits for it: the event loop may run empty meanwhile. The runtime of Node 22 does not send what a callback
   * was given before it has.
   */
  readonly background: boolean
}

/** Over one kept connection. */
export function createPost({ url, headers, background }: PostParts): Post {
  // Loading node:http costs 6 ms, node:https 12: only this mode pays.
  const http = loadHttp(url.protocol)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 })
  let usedMs = 0
  let underWay = 0

  function exchange(body: Uint8Array, withinMs: Ms, done: (result: PostResult) => void): End {
    let request: Http.ClientRequest | undefined
    let over = false
    // Bound: a listener that is Node's own cannot fail.
    const failed = done.bind(undefined, 'failed')
    // Resolved by the timer itself: a post must end in time whatever else fails.
    const timer = setTimeout(done, withinMs, 'timeout')
    if (background) timer.unref()

    function send(again: boolean): Http.ClientRequest {
      const sending = http.request(url, {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': body.byteLength },
      })
      if (background)
        sending.once(
          'socket',
          shielded((socket) => socket.unref(), failed),
        )
      sending.once(
        'response',
        shielded((response) => receive(response, done), failed),
      )
      sending.once(
        'error',
        shielded((error) => retry(error, again), failed),
      )
      sending.end(body)
      return sending
    }

    // The collector closed the kept connection while this process was frozen: nothing was received.
    function retry(error: Error, again: boolean): void {
      if (!over && again && request?.reusedSocket === true && isStale(error)) attempt(false)
      else failed()
    }

    function attempt(again: boolean): void {
      try {
        request = send(again)
      } catch {
        // Whatever patched http.request threw, or gave something that is no request.
        failed()
      }
    }

    try {
      withoutTracing(() => attempt(true))
    } catch {
      // The application's context manager threw.
      failed()
    }
    return (result) => {
      // The error that destroying brings comes after the answer: it must not start another attempt.
      over = true
      clearTimeout(timer)
      if (result === 'timeout') request?.destroy()
    }
  }

  return async (body, withinMs) => {
    // Not while another post uses one of its connections.
    if (underWay === 0 && Date.now() - usedMs > STALE_AFTER_MS) agent.destroy()
    underWay += 1
    let end: End | undefined
    const result = await new OwnPromise<PostResult>((resolve) => {
      end = exchange(body, withinMs, resolve)
    })
    end?.(result)
    underWay -= 1
    usedMs = Date.now()
    return result
  }
}

function receive(response: Http.IncomingMessage, done: (result: PostResult) => void): void {
  const failed = done.bind(undefined, 'failed')
  response.once('error', failed)
  response.once(
    'end',
    shielded(() => done(judge(response.statusCode ?? 0)), failed),
  )
  response.resume()
}

// By the OTLP specification; any other failure is for good.
const RETRYABLE_STATUSES = new Set([429, 502, 503, 504])

function judge(status: number): PostResult {
  if (status >= 200 && status < 300) return 'ok'
  return RETRYABLE_STATUSES.has(status) ? 'failed' : { refused: status }
}

function isStale(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

function loadHttp(protocol: string): Pick<typeof Http, 'Agent' | 'request'> {
  // Synchronous, and the same in both formats.
  return protocol === 'https:'
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http')
}

// The app's own HTTP instrumentation would make a span of every flush. This is the key OpenTelemetry's exporters set.
const SUPPRESS = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

function withoutTracing(work: () => void): void {
  const contexts = appContext()
  if (contexts) contexts.with(contexts.active().setValue(SUPPRESS, true), work)
  else work()
}
