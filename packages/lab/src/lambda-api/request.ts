import type { IncomingMessage } from 'node:http'
import { Refusal, tooLarge } from './error.ts'
import type { Route } from './routes.ts'

// What must hold of a request before anybody looks at what it asks for.

/**
 * Throws `AccessDeniedException` for a request that a web page may have made: through a name of its own that resolves to
 * this machine (its Host gives it away), or across sites (it has an Origin, which no AWS client sends).
 */
export function checkSender({ headers }: IncomingMessage, port: number): void {
  const hosts = ownHosts(port)
  if (!hosts.includes(headers.host?.toLowerCase() ?? ''))
    throw new Refusal(
      'AccessDeniedException',
      `Host must be one of ${hosts.join(', ')}, got ${JSON.stringify(headers.host ?? '')}`,
    )
  if (headers.origin !== undefined)
    throw new Refusal(
      'AccessDeniedException',
      `Origin must not be there, got ${JSON.stringify(headers.origin)}: web pages must not drive the lab`,
    )
}

function ownHosts(port: number): string[] {
  const names = ['localhost', '127.0.0.1', '[::1]']
  const withPort = names.map((name) => `${name}:${port}`)
  return port === 80 ? [...withPort, ...names] : withPort
}

/**
 * The whole body. Throws `RequestTooLargeException` as soon as more is met than that, keeping nothing of it; rejects with
 * a plain error when the sender goes away.
 */
export function readBody(request: IncomingMessage, { mostBytes, name }: Route): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= mostBytes) return void chunks.push(chunk)
      request.pause().removeAllListeners('data')
      reject(tooLarge(mostBytes, name))
    })
    request.once('end', () => resolve(Buffer.concat(chunks, bytes)))
    request.once('close', () => reject(new Error('the sender went away')))
  })
}

/**
 * Reads what is left for nothing: most senders hear no answer before they have sent everything, and would see a broken
 * connection instead. Resolves with false when that has no bound worth it.
 */
export function drain(request: IncomingMessage): Promise<boolean> {
  if (request.complete || request.destroyed) return Promise.resolve(request.complete)
  if (Number(request.headers['content-length'] ?? 0) > MOST_DRAINED) return Promise.resolve(false)
  let left = MOST_DRAINED
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left >= 0) return
      request.pause()
      resolve(false)
    })
    request.once('end', () => resolve(true))
    request.once('close', () => resolve(false))
    request.resume()
  })
}

const MOST_DRAINED = 64 * 2 ** 20
