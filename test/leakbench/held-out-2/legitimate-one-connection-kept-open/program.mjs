import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'

const server = createServer((incoming, response) => {
  incoming.resume()
  response.end(JSON.stringify({ rate: 1 + (incoming.url.length % 4) / 10 }))
})
server.keepAliveTimeout = 60_000
server.on('connection', (socket) => socket.unref())
server.listen(0, '127.0.0.1').unref()
await once(server, 'listening')

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

async function rateFor(currency) {
  const { port } = server.address()
  const outgoing = request({ host: '127.0.0.1', port, path: `/rates/${currency}`, agent })
  outgoing.end()
  const [response] = await once(outgoing, 'response')
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  return JSON.parse(text).rate
}

export async function handler({ orderId, tenant, n }) {
  const rate = await rateFor(tenant.endsWith('1') ? 'EUR' : 'FRANC')
  return { orderId, amount: Math.round(n * rate * 100) / 100 }
}
