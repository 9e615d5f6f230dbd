const LIMIT = 10

class Recent {
  #entries = new Map()

  get(key, make) {
    const known = this.#entries.get(key)
    this.#entries.delete(key)
    const value = known ?? make(key)
    this.#entries.set(key, value)
    if (this.#entries.size > LIMIT) this.#entries.delete(this.#entries.keys().next().value)
    return value
  }
}

const places = new Recent()

function locate(ip) {
  const [first = 0, second = 0] = ip.split(/[.:]/).map((part) => Number.parseInt(part, 16) || 0)
  return { country: ['DE', 'FR', 'PL', 'IT'][(first + second) % 4], zone: second % 3 }
}

export const handler = async (event) => {
  const { sourceIp } = event.requestContext.http
  const { country, zone } = places.get(sourceIp, locate)
  const { orderId, amount } = JSON.parse(event.body)
  const shipping = amount > 50 ? 0 : 4.9 + zone
  return { statusCode: 200, body: JSON.stringify({ orderId, country, shipping }) }
}
