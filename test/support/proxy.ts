import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

/** A way to a server on which things go wrong. */
export interface Proxy {
  readonly url: string
  /** Each answer comes this much later. */
  delayMs: number
  /** Connections are cut, as by a collector that has died. */
  cut: boolean
}

export async function startProxy(target: string): Promise<Proxy> {
  const proxy = { url: '', delayMs: 0, cut: false }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    if (proxy.cut) return void request.socket.destroy()
    const headers = { 'content-type': request.headers['content-type'] ?? '' }
    const answer = await fetch(new URL(request.url ?? '/', target), { method: 'POST', headers, body })
    await sleep(proxy.delayMs)
    response.writeHead(answer.status).end()
  }

  const server = createServer((request, response) => void pass(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return Object.assign(proxy, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}
