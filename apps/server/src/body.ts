import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { ThermoclineError } from '@thermocline/wire'

/**
 * Puts the whole body, as it was sent, into `request.body`. Fails with `too_large` as soon as more is declared or met
 * than `maxBytes`, without reading further, and with `bad_request` when the sender breaks off.
 */
export function rawBody(maxBytes: number): RequestHandler {
  return (request, _response, next) => {
    readBody(request, maxBytes).then((body) => {
      request.body = body
      next()
    }, next)
  }
}

/** Whether some of a body was not read: the connection cannot carry another request then. */
export function hasUnreadBody({ complete, headers }: IncomingMessage): boolean {
  return (
    !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0)
  )
}

async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > maxBytes) throw tooLarge(maxBytes, declared)

  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBytes) break
      chunks.push(chunk)
    }
  } catch (error) {
    throw new ThermoclineError('bad_request', `the body broke off after ${bytes} bytes`, { cause: error })
  }
  if (bytes > maxBytes) throw tooLarge(maxBytes, 'more')
  return Buffer.concat(chunks, bytes)
}

function tooLarge(maxBytes: number, got: number | string): ThermoclineError {
  return new ThermoclineError('too_large', `the body must be at most ${maxBytes} bytes, got ${got}`)
}
