import { createServer } from 'node:http'

function supplier(name, delay) {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    request.resume()
    setTimeout(() => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ supplier: name, cents: 900 + (request.url.length % 7) * 50 }))
    }, delay)
  })
  server.on('connection', (socket) => socket.unref())
  server.listen(0)
  server.unref()
  return () => `http://127.0.0.1:${server.address().port}`
}

export const SUPPLIERS = [supplier('nord', 2), supplier('sued', 10)]
