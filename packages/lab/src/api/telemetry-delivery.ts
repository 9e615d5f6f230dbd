import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { finished } from 'node:stream/promises'
import type { Destination } from './telemetry-subscription.ts'

/** Brings batches to one listener. */
export interface Delivery {
  /** Resolves when the listener has the events, and throws when it may not have them. */
  send(events: readonly string[]): Promise<void>
  /** What is under way is broken off. */
  close(): void
}

export function openDelivery(destination: Destination): Delivery {
  return destination.protocol === 'HTTP' ? overHttp(destination) : overTcp(destination.port)
}

// All containers share the lab's loopback: listeners of two of them need two ports.
const SANDBOX = '127.0.0.1'

function overHttp({ host, port, path }: Extract<Destination, { protocol: 'HTTP' }>): Delivery {
  const closed = new AbortController()
  const headers = { Host: host, 'Content-Type': 'application/json' }
  // A connection of its own for each batch: a listener that was frozen drops idle ones as it wakes, just when the next
  // batch would be on its way through one. The signal also hears what fails after the answer has begun, as it does when a
  // listener answers before it has read the whole and then breaks off; nobody else would.
  const options = { host: SANDBOX, port, path, method: 'POST', agent: false, signal: closed.signal }

  return {
    async send(events) {
      const body = `[${events.join(',')}]`
      const posted = request({
        ...options,
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      })
      posted.end(body)
      const [answer] = (await once(posted, 'response')) as [IncomingMessage]
      await finished(answer.resume())
      if (Number(answer.statusCode) >= 400) throw new Error(`the listener answered ${answer.statusCode}`)
    },
    close: () => closed.abort(),
  }
}

function overTcp(port: number): Delivery {
  let open: Socket | null = null

  async function connection(): Promise<Socket> {
    if (open !== null) return open
    const socket = connect({ host: SANDBOX, port })
    open = socket
    socket.on('error', () => {})
    socket.on('close', () => {
      if (open === socket) open = null
    })
    // Without a reader the end of the connection would never be seen.
    socket.resume()
    await once(socket, 'connect')
    return socket
  }

  return {
    async send(events) {
      const socket = await connection()
      await write(socket, events.map((event) => `${event}\n`).join(''))
    },
    close: () => void open?.destroy(),
  }
}

// Taken by the kernel is all that TCP can say: what a listener had not read when it died is lost, as AWS warns.
function write(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(text, (error) => (error ? reject(error) : resolve()))
  })
}
