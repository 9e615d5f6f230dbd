import { once } from 'node:events'
import { createServer } from 'node:net'

/** Stands in for the stock service: answers a line with an SKU with what is left of it. */
export async function startStockService() {
  const server = createServer((socket) => {
    socket.setNoDelay(true).unref()
    socket.setEncoding('utf8').on('error', () => socket.destroy())
    socket.on('data', (line) => socket.write(`${Number(line.trim().split('-')[1]) % 4}\n`))
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return server.address().port
}
