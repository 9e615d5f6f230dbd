import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'
import { type SeenSpan, seenSpans } from './decode.ts'

export interface Collector {
  readonly url: string
  readonly requests: {
    readonly path: string
    readonly headers: IncomingHttpHeaders
    readonly spans: readonly SeenSpan[]
  }[]
  connections(): number
}

type Answer = (request: IncomingMessage, response: ServerResponse, ordinal: number) => void

/** A real OTLP/HTTP receiver on loopback; `answer` decides what each request, counted from 1, gets. */
export async function startCollector(
  answer: Answer = (_request, response) => response.end(),
): Promise<Collector> {
  const requests: Collector['requests'] = []
  let connections = 0
  let ordinal = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      ordinal += 1
      const sent = Buffer.concat(chunks)
      const { url: path = '', headers } = request
      const body = headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
      requests.push({ path, headers, spans: seenSpans(body) })
      answer(request, response, ordinal)
    })
  })
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, requests, connections: () => connections }
}
