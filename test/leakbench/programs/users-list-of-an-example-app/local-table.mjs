import { createServer } from 'node:http'

const SEEDED = [
  { id: 1, name: 'Joe' },
  { id: 2, name: 'Jane' },
]

// Answers as the table does; what is put is accepted and not kept.
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.method === 'GET' ? SEEDED : { id: 3 }))
  })
})
server.on('connection', (socket) => socket.unref())
server.listen(0)
server.unref()

export const tableUrl = () => `http://127.0.0.1:${server.address().port}/users`
