import { createServer } from 'node:http'

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ cents: 500 + request.url.length * 10 }))
  })
})
server.on('connection', (socket) => socket.unref())
server.listen(0)
server.unref()

export const pricesPort = () => server.address().port
