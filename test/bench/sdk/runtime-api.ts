import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { EVENT, FUNCTION_ARN, TIMEOUT_MS } from './event.ts'

/** What one invocation took, from the moment its event left. */
interface Exchange {
  /** Until the response was here. */
  readonly responseMs: number
  /** Until runtime and extension had asked for the next event: Lambda bills as far as that. */
  readonly idleMs: number
}

/** Lambda's Runtime API, and as much of its Extensions API as one internal extension needs, for one process. */
export interface RuntimeApi {
  readonly address: string
  /** The moment at which the function first asked for an event. */
  readonly ready: Promise<number>
  /** Only while nothing is under way. */
  invoke(): Promise<Exchange>
  close(): void
}

const EXTENSION_ID = 'extension-1'

export async function openRuntimeApi(): Promise<RuntimeApi> {
  const ready = Promise.withResolvers<number>()
  let requestNumber = 0
  let registered = false
  let runtime: ServerResponse | undefined
  let extension: ServerResponse | undefined
  let open: Open | undefined

  function asked(): void {
    if (!runtime || (registered && !extension)) return
    const now = performance.now()
    if (!open) return ready.resolve(now)
    const { done, sentAt, respondedAt } = open
    open = undefined
    done.resolve({ responseMs: respondedAt - sentAt, idleMs: now - sentAt })
  }

  const routes: readonly (readonly [RegExp, (request: IncomingMessage, response: ServerResponse) => void])[] =
    [
      [
        /runtime\/invocation\/next$/,
        (_, response) => {
          runtime = response
          asked()
        },
      ],
      [
        /runtime\/invocation\/[^/]+\/response$/,
        (request, response) => {
          if (open) open.respondedAt = performance.now()
          request.resume().on('end', () => response.writeHead(202, { 'Content-Length': 0 }).end())
        },
      ],
      [
        /runtime\/(?:invocation\/[^/]+|init)\/error$/,
        (request, response) => {
          open?.done.reject(new Error(`the function failed: ${request.url}`))
          request.resume().on('end', () => response.writeHead(202, { 'Content-Length': 0 }).end())
        },
      ],
      [
        /extension\/register$/,
        (request, response) => {
          registered = true
          const headers = { 'Lambda-Extension-Identifier': EXTENSION_ID, 'Content-Length': 2 }
          request.resume().on('end', () => response.writeHead(200, headers).end('{}'))
        },
      ],
      [
        /extension\/event\/next$/,
        (_, response) => {
          extension = response
          asked()
        },
      ],
    ]

  const server = createServer((request, response) => {
    const answer = routes.find(([path]) => path.test(request.url ?? ''))?.[1]
    if (answer) answer(request, response)
    else request.resume().on('end', () => response.writeHead(404, { 'Content-Length': 0 }).end())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    ready: ready.promise,
    invoke() {
      requestNumber += 1
      const root = String(requestNumber).padStart(24, '0')
      const requestId = `8476a536-e9f4-11e8-9739-${String(requestNumber).padStart(12, '0')}`
      const deadline = String(Date.now() + TIMEOUT_MS)
      const done = Promise.withResolvers<Exchange>()
      const [toRuntime, toExtension] = [runtime, extension]
      runtime = undefined
      extension = undefined
      open = { done, sentAt: performance.now(), respondedAt: NaN }
      toExtension?.writeHead(200, { 'Lambda-Extension-Event-Identifier': requestId })
      toExtension?.end(JSON.stringify({ eventType: 'INVOKE', deadlineMs: Number(deadline), requestId }))
      toRuntime?.writeHead(200, headersOf(requestId, deadline, root)).end(EVENT)
      return done.promise
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

interface Open {
  readonly done: PromiseWithResolvers<Exchange>
  readonly sentAt: number
  respondedAt: number
}

function headersOf(requestId: string, deadline: string, root: string): Record<string, string | number> {
  return {
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': deadline,
    'Lambda-Runtime-Invoked-Function-Arn': FUNCTION_ARN,
    'Lambda-Runtime-Trace-Id': `Root=1-5759e988-${root};Parent=53995c3f42cd8ad8;Sampled=1`,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(EVENT),
  }
}
