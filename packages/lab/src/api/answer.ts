import type { IncomingMessage } from 'node:http'
import type { Body } from './reply.ts'

// What a runtime posts for an invocation, as its caller gets it.

export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

/** Moments are `performance.now()`: `beganMs` when its first byte came, `atMs` when it was complete. */
export type Answer =
  | { readonly kind: 'payload'; readonly body: Buffer; readonly beganMs: number; readonly atMs: number }
  | {
      readonly kind: 'stream'
      readonly body: Buffer
      readonly contentType: string
      readonly chunks: number
      /** From the trailers: the handler failed after the stream had begun, or before it wrote anything. */
      readonly error: FunctionError | null
      readonly beganMs: number
      readonly atMs: number
    }
  | {
      readonly kind: 'error'
      readonly error: FunctionError
      readonly body: Buffer
      readonly beganMs: number
      readonly atMs: number
    }

/** AWS's own figure: 6 MiB and a little for the envelope. */
export const MOST_PAYLOAD_BYTES = 6_291_556
/** A streamed answer may be larger: 200 MB. */
const MOST_STREAM_BYTES: number = 200 * 1024 * 1024
export const TOO_LARGE = 'Function.ResponseSizeTooLarge'

/** What was posted to `…/error`. */
export function errorAnswer({ bytes, beganMs }: Body): Answer {
  return { kind: 'error', error: parseError(bytes), body: bytes, beganMs, atMs: performance.now() }
}

/** What was posted to `…/response`. */
export function readAnswer(request: IncomingMessage, body: Body): Answer {
  const atMs = performance.now()
  const { bytes, beganMs, cutAt } = body
  if (cutAt !== null) return tooLarge(mostAnswerBytes(request), beganMs, atMs)
  if (isStreaming(request)) return readStream(request, body, atMs)
  return { kind: 'payload', body: bytes, beganMs, atMs }
}

/** How large this answer may be. */
export function mostAnswerBytes(request: IncomingMessage): number {
  return isStreaming(request) ? MOST_STREAM_BYTES : MOST_PAYLOAD_BYTES
}

function isStreaming({ headers }: IncomingMessage): boolean {
  return headers['lambda-runtime-function-response-mode'] === 'streaming'
}

function readStream(request: IncomingMessage, { bytes, chunks, beganMs }: Body, atMs: number): Answer {
  const trailer = request.trailers['lambda-runtime-function-error-body']
  const error = trailer === undefined ? null : parseError(Buffer.from(trailer, 'base64'))
  const contentType = request.headers['content-type'] ?? 'application/octet-stream'
  return { kind: 'stream', body: bytes, contentType, chunks, error, beganMs, atMs }
}

function tooLarge(most: number, beganMs: number, atMs: number): Answer {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${most} bytes).`
  const error = { errorType: TOO_LARGE, errorMessage, trace: [] }
  const body = Buffer.from(JSON.stringify({ errorType: TOO_LARGE, errorMessage }))
  return { kind: 'error', error, body, beganMs, atMs }
}

/** An error as the runtime describes it; any other text becomes the message of `Function.Unknown`. */
export function parseError(body: Buffer): FunctionError {
  try {
    const said = JSON.parse(body.toString('utf8')) as Partial<Record<keyof FunctionError, unknown>>
    return {
      errorType: typeof said.errorType === 'string' ? said.errorType : 'Function.Unknown',
      errorMessage: typeof said.errorMessage === 'string' ? said.errorMessage : '',
      trace: Array.isArray(said.trace) ? said.trace.filter((line) => typeof line === 'string') : [],
    }
  } catch {
    return { errorType: 'Function.Unknown', errorMessage: body.toString('utf8'), trace: [] }
  }
}
