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

/**
 * Calls `answer` when the sender is ready for it. Most read nothing before they have sent everything: cut off half-way
 * they would see a broken connection and not the reason. So what is merely too large is read for nothing first, and
 * only a body without a bound worth that is answered at once, `cut` telling that the connection must end behind it.
 */
export function answerAfterBody(request: IncomingMessage, answer: (cut: boolean) => void): void {
  const { complete, destroyed, headers } = request
  const declared = Number(headers['content-length'] ?? 0)
  const isOpenEnded = headers['transfer-encoding'] !== undefined || declared > MOST_DRAINED
  if (complete || destroyed || isOpenEnded || declared === 0) return answer(!complete && isOpenEnded)
  request.once('end', () => answer(false)).resume()
}

const MOST_DRAINED = 128 * 2 ** 20

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
