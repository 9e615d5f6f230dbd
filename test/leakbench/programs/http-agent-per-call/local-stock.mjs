import { createServer } from 'node:http'

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ sku: request.url.split('/').pop(), pieces: request.url.length % 9 }))
  })
})
server.on('connection', (socket) => socket.unref())
server.listen(0)
server.unref()

export const stockUrl = (sku) => `http://127.0.0.1:${server.address().port}/stock/${sku}`
