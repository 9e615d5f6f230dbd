import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

// Lambda's Runtime API for one container, on a loopback port of its own.

export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

/** What the runtime posted for an invocation. `atMs` is `performance.now()` when it was complete. */
export type Answer =
  | { readonly kind: 'payload'; readonly body: Buffer; readonly atMs: number }
  | {
      readonly kind: 'stream'
      readonly body: Buffer
      readonly contentType: string
      readonly chunks: number
      /** From the trailers: the handler failed after the stream had begun, or before it wrote anything. */
      readonly error: FunctionError | null
      readonly atMs: number
    }
  | { readonly kind: 'error'; readonly error: FunctionError; readonly atMs: number }

interface Delivery {
  readonly requestId: string
  readonly body: string
  readonly deadlineMs: number
  readonly arn: string
  readonly traceHeader: string
}

export interface RuntimeApi {
  /** `host:port`, the value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string
  /** Resolves when the runtime asks for its next event, with `performance.now()` of that moment. */
  asked(): Promise<number>
  /** Answers the `next` the runtime waits on. */
  deliver(event: Delivery): void
  /** Resolves when the runtime has posted all of its answer to the delivered event. */
  answered(): Promise<Answer>
  /** Resolves when the runtime reports that it could not load the handler. */
  initFailed(): Promise<FunctionError>
  /** Forgets all that the process before has said: a new one follows. */
  forget(): void
  close(): Promise<void>
}

/** Resolves when it listens. */
export async function openRuntimeApi(): Promise<RuntimeApi> {
  let state = freshState()
  // A frozen process neither reads nor writes: no connection may be given up for being quiet.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })
  server.on('request', (request, response) => {
    const atMs = performance.now()
    void handle(request, response, state, atMs)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => state.asked.promise,
    deliver: (event) => deliver(state, event),
    answered: () => state.answered.promise,
    initFailed: () => state.initFailed.promise,
    forget: () => {
      state = freshState()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface State {
  asked: PromiseWithResolvers<number>
  waiting: ServerResponse | null
  requestId: string | null
  answered: PromiseWithResolvers<Answer>
  readonly initFailed: PromiseWithResolvers<FunctionError>
}

function freshState(): State {
  return {
    asked: Promise.withResolvers(),
    waiting: null,
    requestId: null,
    answered: Promise.withResolvers(),
    initFailed: Promise.withResolvers(),
  }
}

function deliver(state: State, event: Delivery): void {
  const { waiting } = state
  state.waiting = null
  state.asked = Promise.withResolvers()
  state.answered = Promise.withResolvers()
  state.requestId = event.requestId
  reply(waiting, 200, event.body, {
    'Lambda-Runtime-Aws-Request-Id': event.requestId,
    'Lambda-Runtime-Deadline-Ms': String(Math.round(event.deadlineMs)),
    'Lambda-Runtime-Invoked-Function-Arn': event.arn,
    'Lambda-Runtime-Trace-Id': event.traceHeader,
  })
}

const PATH =
  /^\/2018-06-01\/runtime\/(?:(invocation\/next)|(init\/error)|invocation\/([^/]+)\/(response|error))$/
// AWS's own figure: 6 MiB and a little for the envelope.
const MOST_PAYLOAD_BYTES = 6_291_556

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
  atMs: number,
): Promise<void> {
  const [, next, initError, requestId, verb] = PATH.exec(request.url ?? '') ?? []
  if (next !== undefined && request.method === 'GET') {
    state.waiting = response
    state.asked.resolve(atMs)
    return
  }
  const body = await readBody(request)
  // The process died in the middle of a post: its exit tells the story.
  if (body === null) return
  if (initError !== undefined && request.method === 'POST') {
    reply(response, 202, STATUS_OK)
    state.initFailed.resolve(parseError(body.bytes))
  } else if (verb !== undefined && request.method === 'POST') {
    accept(request, response, state, requestId, verb, body)
  } else {
    reply(response, 404, '{"errorType":"NotFound"}')
  }
}

function accept(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
  requestId: string | undefined,
  verb: string,
  body: Body,
): void {
  if (state.requestId === null || requestId !== encodeURIComponent(state.requestId)) {
    return reply(response, 400, '{"errorType":"InvalidRequestID"}')
  }
  const answer = verb === 'error' ? errorAnswer(body) : readAnswer(request, body)
  const tooLarge = answer.kind === 'error' && answer.error.errorType === TOO_LARGE
  reply(response, tooLarge ? 413 : 202, STATUS_OK)
  state.answered.resolve(answer)
}

const STATUS_OK = '{"status":"OK"}'
const TOO_LARGE = 'Function.ResponseSizeTooLarge'

function errorAnswer(body: Body): Answer {
  return { kind: 'error', error: parseError(body.bytes), atMs: performance.now() }
}

function readAnswer(request: IncomingMessage, { bytes, chunks }: Body): Answer {
  const atMs = performance.now()
  if (request.headers['lambda-runtime-function-response-mode'] === 'streaming') {
    const trailer = request.trailers['lambda-runtime-function-error-body']
    const error = trailer === undefined ? null : parseError(Buffer.from(trailer, 'base64'))
    const contentType = request.headers['content-type'] ?? 'application/octet-stream'
    return { kind: 'stream', body: bytes, contentType, chunks, error, atMs }
  }
  if (bytes.length <= MOST_PAYLOAD_BYTES) return { kind: 'payload', body: bytes, atMs }
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MOST_PAYLOAD_BYTES} bytes).`
  return { kind: 'error', error: { errorType: TOO_LARGE, errorMessage, trace: [] }, atMs }
}

interface Body {
  readonly bytes: Buffer
  readonly chunks: number
}

/** The whole body, or `null` when the sender went away in the middle of it. */
async function readBody(request: IncomingMessage): Promise<Body | null> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer)
  } catch {
    return null
  }
  return { bytes: Buffer.concat(chunks), chunks: chunks.length }
}

function parseError(body: Buffer): FunctionError {
  try {
    const { errorType, errorMessage, trace } = JSON.parse(body.toString('utf8')) as Partial<FunctionError>
    return {
      errorType: errorType ?? 'Function.Unknown',
      errorMessage: errorMessage ?? '',
      trace: trace ?? [],
    }
  } catch {
    return { errorType: 'Function.Unknown', errorMessage: body.toString('utf8'), trace: [] }
  }
}

// The length is always said: the containers' client reads bodies by it.
function reply(
  response: ServerResponse | null,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response?.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  })
  response?.end(body)
}
