import type { Router } from 'express'
import { encodeTraceResponse, readTraces } from '@thermocline/otlp'
import { rawBody } from '../body.ts'
import type { Surroundings } from '../surroundings.ts'

/** OTLP/HTTP. Answered after the commit: what was acknowledged survives a crash. */
export function ingestRoute(router: Router, { analyzer, maxBodyBytes }: Surroundings): void {
  const limits = { bodyBytes: maxBodyBytes }
  router.post('/v1/traces', rawBody(maxBodyBytes), (request, response) => {
    const contentType = request.get('content-type')
    const headers = { contentType, contentEncoding: request.get('content-encoding') }
    const reading = readTraces(request.body as Buffer, headers, { limits })
    analyzer.ingest(reading.intake)
    const answer = encodeTraceResponse(contentType, reading)
    // Not `set`, which would add a charset that exporters do not expect.
    response.setHeader('Content-Type', answer.contentType).end(answer.body)
  })
}
