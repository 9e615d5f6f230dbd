import { createServer } from 'node:net'

/** Listens on a free port of loopback; `close()` ends the connections too. */
export async function listen(server) {
  const sockets = new Set()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: server.address().port,
    close() {
      const closed = new Promise((resolve) => {
        server.close(resolve)
      })
      for (const socket of sockets) socket.destroy()
      return closed
    },
  }
}

/**
 * A server of a binary protocol. `conversation(end)` makes a connection's `take(bytes, answers)`, which
 * answers the message at the start of the bytes and returns its length, or 0 where it is not whole yet.
 */
export function listenForMessages(conversation) {
  const server = createServer((socket) => {
    const take = conversation(() => socket.end())
    let bytes = Buffer.alloc(0)
    // A client that was ended says so by a reset.
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      bytes = bytes.length > 0 ? Buffer.concat([bytes, chunk]) : chunk
      const answers = []
      for (let used = take(bytes, answers); used > 0; used = take(bytes, answers)) {
        bytes = bytes.subarray(used)
      }
      if (answers.length > 0 && socket.writable) socket.write(Buffer.concat(answers))
    })
  })
  return listen(server)
}
