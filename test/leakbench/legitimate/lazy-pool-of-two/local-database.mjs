import { createServer } from 'node:net'

const server = createServer((socket) => {
  socket.unref()
  socket.setEncoding('utf8')
  socket.on('data', (line) => socket.write(`${line.trim().length}\n`))
  socket.on('error', () => socket.destroy())
})
server.listen(0)
server.unref()

export const databasePort = () => server.address().port
