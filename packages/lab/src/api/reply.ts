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
}

/** The whole body, or `null` when the sender went away in the middle of it. */
export async function readBody(request: IncomingMessage): Promise<Body | null> {
  const chunks: Buffer[] = []
  let beganMs: number | null = null
  try {
    for await (const chunk of request) {
      beganMs ??= performance.now()
      chunks.push(chunk as Buffer)
    }
  } catch {
    return null
  }
  return { bytes: Buffer.concat(chunks), chunks: chunks.length, beganMs: beganMs ?? performance.now() }
}

/** One value of a header that may have come twice. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
