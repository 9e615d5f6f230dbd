import { createServer } from 'node:http'

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  setTimeout(() => {
    response.statusCode = 204
    response.end()
  }, 8)
})
server.on('connection', (socket) => socket.unref())
server.listen(0)
server.unref()

export const analyticsUrl = () => `http://127.0.0.1:${server.address().port}/v1/events`
