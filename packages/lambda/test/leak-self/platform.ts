import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Lambda's side of an in-process extension: registers it, and tells it of each invocation. */
export interface Platform {
  /** AWS_LAMBDA_RUNTIME_API. */
  readonly address: string
  close(): void
}

const WITHIN_MS = 900_000

/** `POST /invoke/<request id>` begins an invocation, answered when the extension had asked for it. */
export async function startPlatform(): Promise<Platform> {
  let asking: ServerResponse | undefined
  let invoked: (() => void) | undefined
  const server = createServer((request, response) => {
    request.resume()
    const path = request.url ?? ''
    if (path.endsWith('/event/next')) {
      asking = response
      invoked?.()
    } else if (request.headers['x-bare']) {
      // Nobody to tell of it.
      response.end()
    } else if (path.startsWith('/invoke/')) {
      const requestId = path.slice('/invoke/'.length)
      invoked = () => {
        asking?.end(JSON.stringify({ eventType: 'INVOKE', requestId, deadlineMs: Date.now() + WITHIN_MS }))
        response.end()
        asking = invoked = undefined
      }
      if (asking) invoked()
    } else {
      response.setHeader('lambda-extension-identifier', 'a')
      response.end('{}')
    }
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
