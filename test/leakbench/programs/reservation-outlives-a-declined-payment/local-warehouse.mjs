import { createServer } from 'node:http'

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  setTimeout(() => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ shelf: `A${request.url.length}` }))
  }, 8)
})
server.on('connection', (socket) => socket.unref())
server.listen(0)
server.unref()

export const warehouseUrl = () => `http://127.0.0.1:${server.address().port}`
