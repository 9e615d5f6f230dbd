import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  errorAnswer,
  mostAnswerBytes,
  MOST_PAYLOAD_BYTES,
  parseError,
  readAnswer,
  TOO_LARGE,
} from './answer.ts'
import type { Answer, FunctionError } from './answer.ts'
import { readBody, refuse, reply, STATUS_OK } from './reply.ts'
import type { Body } from './reply.ts'

// Lambda's Runtime API for one container. Under Managed Instances several events are out at once and several `next`
// wait at once; elsewhere one.

interface RuntimeEvent {
  readonly requestId: string
  /** JSON. */
  readonly body: string
  readonly deadlineMs: number
  readonly arn: string
  readonly traceHeader: string
  readonly tenant?: string | undefined
  /** JSON of the caller's client context. */
  readonly clientContext?: string | undefined
}

export interface RuntimeApi {
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>
  /** Resolves when the runtime waits for an event, with `performance.now()` of the moment it began to. */
  asked(): Promise<number>
  /** Gives the event to a runtime that waits, or to the next that asks; resolves with all of its answer. */
  deliver(event: RuntimeEvent): Promise<Answer>
  /** Resolves when the runtime reports that it could not load the handler. */
  initFailed(): Promise<FunctionError>
  /** Forgets all that the process before has said: a new one follows. */
  forget(): void
}

export function openRuntimeApi(): RuntimeApi {
  let state = freshState()

  async function handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const met = state
    const [, next, initError, requestId, verb] = PATH.exec(path) ?? []
    if (next !== undefined && request.method === 'GET') return askNext(met, response)
    const body = await readBody(request, mostAnswerBytes(request))
    // The process died in the middle of a post: its exit tells the story.
    if (body === null) return
    if (initError !== undefined && request.method === 'POST') {
      reply(response, 202, STATUS_OK)
      met.initFailed.resolve(parseError(body.bytes))
    } else if (verb !== undefined && request.method === 'POST') {
      accept(met, request, response, { requestId: requestId!, verb, body })
    } else {
      refuse(response, 404, 'NotFound', `there is no ${request.method} ${path} in the Runtime API`)
    }
  }

  return {
    handle,
    asked: () => state.asked.promise,
    deliver(event) {
      const { promise, resolve } = Promise.withResolvers<Answer>()
      state.underWay.set(encodeURIComponent(event.requestId), resolve)
      state.events.push(event)
      match(state)
      return promise
    },
    initFailed: () => state.initFailed.promise,
    forget: () => {
      state = freshState()
    },
  }
}

const PATH = /^(?:(invocation\/next)|(init\/error)|invocation\/([^/]+)\/(response|error))$/

interface State {
  asked: PromiseWithResolvers<number>
  /** Runtimes that wait for an event. */
  readonly waiting: ServerResponse[]
  /** Events that wait for a runtime. */
  readonly events: RuntimeEvent[]
  readonly underWay: Map<string, (answer: Answer) => void>
  readonly initFailed: PromiseWithResolvers<FunctionError>
}

function freshState(): State {
  return {
    asked: Promise.withResolvers(),
    waiting: [],
    events: [],
    underWay: new Map(),
    initFailed: Promise.withResolvers(),
  }
}

function askNext(state: State, response: ServerResponse): void {
  const atMs = performance.now()
  state.waiting.push(response)
  // A runtime that hung up waits no longer: an event for it would be lost.
  response.once('close', () => forgetWaiting(state, response))
  state.asked.resolve(atMs)
  match(state)
}

function forgetWaiting(state: State, response: ServerResponse): void {
  const at = state.waiting.indexOf(response)
  if (at < 0) return
  state.waiting.splice(at, 1)
  if (state.waiting.length === 0) state.asked = Promise.withResolvers()
}

function match(state: State): void {
  const event = state.events[0]
  const response = state.waiting[0]
  if (event === undefined || response === undefined) return
  state.events.shift()
  state.waiting.shift()
  if (state.waiting.length === 0) state.asked = Promise.withResolvers()
  reply(response, 200, event.body, headersOf(event))
}

function headersOf(event: RuntimeEvent): Record<string, string> {
  return {
    'Lambda-Runtime-Aws-Request-Id': event.requestId,
    'Lambda-Runtime-Deadline-Ms': String(Math.round(event.deadlineMs)),
    'Lambda-Runtime-Invoked-Function-Arn': event.arn,
    'Lambda-Runtime-Trace-Id': event.traceHeader,
    ...(event.tenant === undefined ? {} : { 'Lambda-Runtime-Aws-Tenant-Id': event.tenant }),
    ...(event.clientContext === undefined ? {} : { 'Lambda-Runtime-Client-Context': event.clientContext }),
  }
}

interface Post {
  readonly requestId: string
  readonly verb: string
  readonly body: Body
}

function accept(state: State, request: IncomingMessage, response: ServerResponse, post: Post): void {
  const take = state.underWay.get(post.requestId)
  if (take === undefined) return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID')
  const mode = request.headers['lambda-runtime-function-response-mode']
  if (mode !== undefined && mode !== 'streaming')
    return refuse(response, 400, 'InvalidFunctionResponseMode', 'Invalid function response mode')
  state.underWay.delete(post.requestId)
  const answer = post.verb === 'error' ? errorAnswer(post.body) : readAnswer(request, post.body)
  if (answer.kind === 'error' && answer.error.errorType === TOO_LARGE)
    refuse(
      response,
      413,
      'RequestEntityTooLarge',
      `Exceeded maximum allowed payload size (${MOST_PAYLOAD_BYTES} bytes).`,
    )
  else reply(response, 202, STATUS_OK)
  take(answer)
}
