import { createHmac, randomBytes } from 'node:crypto'

const KEY = randomBytes(32)
const LIFETIME_MS = 80
const MARGIN_MS = 20

class ServiceToken {
  #value = ''
  #expiresAt = 0
  #renewing = null

  async get() {
    if (Date.now() < this.#expiresAt - MARGIN_MS) return this.#value
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null
    })
    return this.#renewing
  }

  async #renew() {
    const expiresAt = Date.now() + LIFETIME_MS
    this.#value = createHmac('sha256', KEY).update(`orders-service:${expiresAt}`).digest('base64url')
    this.#expiresAt = expiresAt
    return this.#value
  }
}

const token = new ServiceToken()

async function ledger(headers, { orderId, amount }) {
  return { booked: headers.authorization.length > 20, entry: `${orderId}/${amount}` }
}

export const handler = async (event) => {
  const headers = { authorization: `Bearer ${await token.get()}`, accept: 'application/json' }
  const { booked, entry } = await ledger(headers, JSON.parse(event.body))
  return { statusCode: booked ? 201 : 502, body: JSON.stringify({ entry }) }
}
