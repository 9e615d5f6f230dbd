import { createServer } from 'node:net'

// A line in, a line out.
const server = createServer((socket) => {
  socket.unref()
  socket.setEncoding('utf8')
  socket.on('data', (line) => socket.write(`1 row for ${line.trim()}\n`))
  socket.on('error', () => socket.destroy())
})
server.listen(0)
server.unref()

export const databasePort = () => server.address().port
