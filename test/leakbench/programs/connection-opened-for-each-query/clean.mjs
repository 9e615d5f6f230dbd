import { once } from 'node:events'
import { connect } from 'node:net'
import { databasePort } from './local-database.mjs'

class LoyaltyStore {
  #socket

  #connection() {
    if (!this.#socket || this.#socket.destroyed) {
      this.#socket = connect({ host: '127.0.0.1', port: databasePort() })
      this.#socket.setEncoding('utf8')
    }
    return this.#socket
  }

  async lookUp(key) {
    const socket = this.#connection()
    socket.write(`${JSON.stringify({ key })}\n`)
    const [line] = await once(socket, 'data')
    return JSON.parse(line)
  }
}

const store = new LoyaltyStore()

export const handler = async (event) => {
  const { sub } = event.requestContext.authorizer.jwt.claims
  const { amount } = JSON.parse(event.body)
  const { points } = await store.lookUp(sub)
  const discount = Math.min(amount * 0.1, points / 100)
  return { statusCode: 200, body: JSON.stringify({ points, discount: discount.toFixed(2) }) }
}
