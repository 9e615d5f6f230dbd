import { EventEmitter } from 'node:events'

const feed = new EventEmitter()

class Basket {
  #price
  #surcharge = 0
  #onPrice = (change) => {
    this.#surcharge = change
  }

  constructor(price) {
    this.#price = price
  }

  watch() {
    feed.on('price', this.#onPrice)
    return this
  }

  close() {
    feed.off('price', this.#onPrice)
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
  try {
    await refreshPrices(n)
    const total = action === 'return' ? -basket.total(1) : basket.total(1 + (n % 3))
    return { orderId, total }
  } finally {
    basket.close()
  }
}
