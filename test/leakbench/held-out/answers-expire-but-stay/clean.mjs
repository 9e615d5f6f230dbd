import { createHash } from 'node:crypto'

class OnceOnly {
  #answers = new Map()

  constructor(ttlMs) {
    this.ttlMs = ttlMs
  }

  async run(key, work) {
    const known = this.#answers.get(key)
    if (known && known.until > Date.now()) return { ...known.answer, replayed: true }
    const answer = await work()
    this.#answers.set(key, { answer, until: Date.now() + this.ttlMs })
    if (this.#answers.size > 12) this.#answers.delete(this.#answers.keys().next().value)
    return answer
  }
}

const payments = new OnceOnly(30_000)

async function capture({ orderId, amount }) {
  const receipt = createHash('sha256').update(`${orderId}:${amount}`).digest('hex')
  return { receipt, captured: amount }
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  if (order.amount < 0) return { statusCode: 400, body: JSON.stringify({ message: 'amount is negative' }) }
  const answer = await payments.run(order.orderId, () => capture(order))
  return { statusCode: 200, body: JSON.stringify(answer) }
}
