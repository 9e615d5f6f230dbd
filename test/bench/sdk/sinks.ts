import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Where spans go that do not go to the log: an OTLP/HTTP receiver and an X-Ray daemon, which take all and keep none. */
export interface Sinks {
  readonly url: string
  readonly xray: string
  /** What has come so far. */
  posts(): number
  datagrams(): number
  close(): void
}

export async function openSinks(): Promise<Sinks> {
  let [posts, datagrams] = [0, 0]
  const http = createServer((request, response) => {
    posts += 1
    request.resume().on('end', () => response.writeHead(200, { 'Content-Length': 0 }).end())
  })
  const udp = createSocket('udp4', () => void datagrams++)
  // Else an idle connection would be closed under a sender that is about to use it.
  http.keepAliveTimeout = 60_000
  await Promise.all([
    once(http.listen(0, '127.0.0.1'), 'listening'),
    once(udp.bind(0, '127.0.0.1'), 'listening'),
  ])
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    xray: `127.0.0.1:${udp.address().port}`,
    posts: () => posts,
    datagrams: () => datagrams,
    close() {
      http.close()
      http.closeAllConnections()
      udp.close()
    },
  }
}
