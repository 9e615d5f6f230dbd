import { EventEmitter } from 'node:events'

const feed = new EventEmitter().setMaxListeners(0)

class Basket {
  #price
  #surcharge = 0

  constructor(price) {
    this.#price = price
  }

  watch() {
    feed.on('price', (change) => {
      this.#surcharge = change
    })
    return this
  }

  total(quantity) {
    return (this.#price + this.#surcharge) * quantity
  }
}

async function refreshPrices(n) {
  await null
  feed.emit('price', (n % 5) - 2)
}

export async function handler({ n, orderId, action }) {
  const basket = new Basket(40).watch()
  await refreshPrices(n)
  const total = action === 'return' ? -basket.total(1) : basket.total(1 + (n % 3))
  return { orderId, total }
}
