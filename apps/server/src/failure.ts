import type { ErrorRequestHandler } from 'express'
import { encodeFailure } from '@thermocline/otlp'
import { ThermoclineError } from '@thermocline/wire'
import type { ErrorCode, Failure } from '@thermocline/wire'
import { answerAfterBody } from './body.ts'

/** What the server cannot blame on the request; told to whoever runs it, hidden from who asked. */
export type ErrorLog = (error: unknown) => void

const STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  bad_argument: 400,
  bad_request: 400,
  bad_otlp: 400,
  bad_gzip: 400,
  forbidden_host: 403,
  not_found: 404,
  // Not retried by any exporter: the same spans would be refused again.
  lab_data: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unsupported_encoding: 415,
  // Exporters send again after a 503: a full disk may be mended meanwhile.
  store_unusable: 503,
}

/** Every failure becomes a {@link Failure} with its status from the table; what is not in it is a 500 without detail. */
export function failures(log: ErrorLog): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const code = error instanceof ThermoclineError ? error.code : 'internal'
    const status = STATUS[code] ?? 500
    if (status >= 500) log(error)
    // Too late for a status: Express then cuts the connection, so that half an answer is not taken for a whole one.
    if (response.headersSent) return next(error)
    answerAfterBody(request, (cut) => {
      if (cut) response.set('Connection', 'close')
      if (status === 503) response.set('Retry-After', '5')
      response.status(status)
      const failure = { code, message: status < 500 ? (error as Error).message : HIDDEN }
      if (request.path !== '/v1/traces') return void response.json({ error: failure } satisfies Failure)
      const { contentType, body } = otlpFailure(request.get('content-type'), failure)
      response.setHeader('Content-Type', contentType).end(body)
    })
  }
}

const HIDDEN = 'The server failed at this request; what it met is in its own output'

// OTLP wants a google.rpc.Status in the format of the request. In JSON it is one and our Failure at once.
function otlpFailure(
  requestType: string | undefined,
  failure: Failure['error'],
): { contentType: string; body: Uint8Array } {
  const encoded = encodeFailure(requestType, `${failure.code}: ${failure.message}`)
  if (encoded.contentType !== 'application/json') return encoded
  const both: Failure & { message: string } = {
    message: `${failure.code}: ${failure.message}`,
    error: failure,
  }
  return { contentType: encoded.contentType, body: Buffer.from(JSON.stringify(both)) }
}
