import { once } from 'node:events'
import { connect } from 'node:net'

export class Pool {
  #idle = []
  #waiting = []
  #opened = 0

  constructor({ port, max }) {
    this.port = port
    this.max = max
  }

  async query(text) {
    const socket = await this.#acquire()
    try {
      socket.write(`${text}\n`)
      const [line] = await once(socket, 'data')
      return Number(line)
    } finally {
      this.#release(socket)
    }
  }

  async #acquire() {
    const idle = this.#idle.pop()
    if (idle) return idle
    if (this.#opened >= this.max) return new Promise((resolve) => this.#waiting.push(resolve))
    this.#opened += 1
    const socket = connect({ host: '127.0.0.1', port: this.port() })
    socket.setEncoding('utf8')
    await once(socket, 'connect')
    return socket
  }

  #release(socket) {
    const next = this.#waiting.shift()
    if (next) next(socket)
    else this.#idle.push(socket)
  }
}
