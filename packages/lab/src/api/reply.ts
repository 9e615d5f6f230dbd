import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers with JSON. The length is always said: the containers' client reads bodies by it. */
export function reply(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}

/** Answers as Lambda's own APIs refuse. */
export function refuse(
  response: ServerResponse,
  status: number,
  errorType: string,
  errorMessage: string,
): void {
  reply(response, status, JSON.stringify({ errorMessage, errorType }))
}

export const STATUS_OK = '{"status":"OK"}'

export interface Body {
  readonly bytes: Buffer
  readonly chunks: number
  /** `performance.now()` when its first byte came. */
  readonly beganMs: number
  /** What it was long, where that is more than was kept of it. */
  readonly cutAt: number | null
}

/**
 * The whole body, or `null` when the sender went away in the middle of it. One of more than `most` bytes is read to its
 * end, as the sender waits for that, and not kept.
 */
export async function readBody(
  request: IncomingMessage,
  most: number = MOST_BODY_BYTES,
): Promise<Body | null> {
  const chunks: Buffer[] = []
  let beganMs: number | null = null
  let [count, length] = [0, 0]
  try {
    for await (const chunk of request) {
      beganMs ??= performance.now()
      count += 1
      length += (chunk as Buffer).length
      if (length <= most) chunks.push(chunk as Buffer)
      else chunks.length = 0
    }
  } catch {
    return null
  }
  const cutAt = length > most ? length : null
  return { bytes: Buffer.concat(chunks), chunks: count, beganMs: beganMs ?? performance.now(), cutAt }
}

// Of what is no answer of a function: registrations, subscriptions, errors.
const MOST_BODY_BYTES = 8 * 1024 * 1024

/** One value of a header that may have come twice. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
