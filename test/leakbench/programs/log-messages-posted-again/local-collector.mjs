import { createServer } from 'node:http'

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  request.on('end', () => {
    response.statusCode = 204
    response.end()
  })
})
server.on('connection', (socket) => socket.unref())
server.listen(0)
server.unref()

export const collectorUrl = () => `http://127.0.0.1:${server.address().port}/receiver`
