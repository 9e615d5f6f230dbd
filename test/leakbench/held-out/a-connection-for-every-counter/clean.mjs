import { once } from 'node:events'
import net from 'node:net'

const counts = new Map()

const store = net.createServer((socket) => {
  socket.unref()
  socket.setEncoding('utf8').on('error', () => {})
  socket.on('data', (line) => {
    const [, key] = line.trim().split(' ')
    counts.set(key, (counts.get(key) ?? 0) + 1)
    socket.write(`:${counts.get(key)}\r\n`)
  })
})
const listening = once(store.listen(0, '127.0.0.1').unref(), 'listening')

let open = null

async function connect() {
  if (open && !open.destroyed) return open
  await listening
  const socket = net.connect(store.address().port, '127.0.0.1').setEncoding('utf8')
  await once(socket, 'connect')
  open = socket
  return socket
}

async function command(...words) {
  const socket = await connect()
  socket.write(`${words.join(' ')}\r\n`)
  const [reply] = await once(socket, 'data')
  return Number(reply.slice(1))
}

export const handler = async (event) => {
  const weekday = new Date(event.requestContext.timeEpoch ?? 0).getUTCDay()
  const served = await command('INCR', `visits:${weekday}`)
  const { orderId } = JSON.parse(event.body)
  return { statusCode: served > 100_000 ? 429 : 200, body: JSON.stringify({ orderId, served }) }
}
