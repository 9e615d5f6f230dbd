import { createServer } from 'node:net'

// A question in, an answer out, each a line of JSON.
const server = createServer((socket) => {
  socket.unref()
  socket.setEncoding('utf8')
  socket.on('data', (line) => {
    const { key } = JSON.parse(line)
    socket.write(`${JSON.stringify({ key, points: key.length * 10 })}\n`)
  })
  socket.on('error', () => socket.destroy())
})
server.listen(0)
server.unref()

export const databasePort = () => server.address().port
