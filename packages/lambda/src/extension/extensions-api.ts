import type * as Http from 'node:http'
import { OwnPromise, shielded } from '../call/shield.ts'

/** Lambda's Extensions API, as an extension inside the function's own process sees it. */
export interface ExtensionsApi {
  /** Undefined when the platform does not want us: it is too late, or there is no such API. */
  register(name: string): Promise<Registered | undefined>
}

export interface Registered {
  /** The next invocation; undefined when the platform has nothing more to say. */
  next(): Promise<InvokeEvent | undefined>
}

export interface InvokeEvent {
  readonly requestId: string
  /** Unix milliseconds. */
  readonly deadlineMs: number
}

const ROOT = '/2020-01-01/extension'

/** `address` is AWS_LAMBDA_RUNTIME_API: host and port. */
export function openExtensionsApi(address: string): ExtensionsApi {
  // Loading node:http costs 6 ms, once, before the handler's code: only who wants the extension pays.
  const http = process.getBuiltinModule('node:http')
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })

  function ask(options: Http.RequestOptions, body: string, waits: boolean): Promise<Answer | undefined> {
    return new OwnPromise((resolve) => {
      // Bound: a listener that is Node's own cannot fail.
      const none = resolve.bind(undefined, undefined)
      const request = http.request(`http://${address}${options.path ?? ''}`, { ...options, agent })
      request.once(
        'response',
        shielded((response) => readAnswer(response, resolve), none),
      )
      request.once('error', none)
      // A handler that waits for nothing must let the event loop run empty, as without us.
      if (!waits)
        request.once(
          'socket',
          shielded((socket) => socket.unref(), none),
        )
      request.end(body)
    })
  }

  return {
    async register(name) {
      const answer = await ask(
        { method: 'POST', path: `${ROOT}/register`, headers: { 'Lambda-Extension-Name': name } },
        // An extension inside the function's process may have this event and no other.
        '{"events":["INVOKE"]}',
        true,
      )
      const id = answer?.headers['lambda-extension-identifier']
      if (answer?.status !== 200 || typeof id !== 'string') return undefined
      const headers = { 'Lambda-Extension-Identifier': id }
      return {
        async next() {
          const event = await ask({ method: 'GET', path: `${ROOT}/event/next`, headers }, '', false)
          return event?.status === 200 ? readEvent(event.body) : undefined
        },
      }
    },
  }
}

interface Answer {
  readonly status: number
  readonly headers: Http.IncomingHttpHeaders
  readonly body: string
}

function readAnswer(response: Http.IncomingMessage, resolve: (answer: Answer | undefined) => void): void {
  const { statusCode = 0, headers } = response
  let body = ''
  const none = resolve.bind(undefined, undefined)
  response.setEncoding('utf8')
  response.on(
    'data',
    shielded((chunk: string) => void (body += chunk), none),
  )
  response.once(
    'end',
    shielded(() => resolve({ status: statusCode, headers, body }), none),
  )
  response.once('error', none)
}

function readEvent(body: string): InvokeEvent | undefined {
  const event: unknown = JSON.parse(body)
  if (typeof event !== 'object' || event === null || !('requestId' in event)) return undefined
  const deadlineMs = 'deadlineMs' in event ? Number(event.deadlineMs) : 0
  return typeof event.requestId === 'string' ? { requestId: event.requestId, deadlineMs } : undefined
}
