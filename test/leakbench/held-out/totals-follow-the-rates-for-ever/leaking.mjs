import { EventEmitter } from 'node:events'

const rateFeed = new EventEmitter()
let rates = { EUR: 1, USD: 1.09, CHF: 0.95, GBP: 0.85 }
let ticks = 0

rateFeed.on('rates', (next) => {
  rates = next
})

function pollRates() {
  ticks += 1
  const drift = (ticks % 7) / 1000
  rateFeed.emit('rates', { EUR: 1, USD: 1.09 + drift, CHF: 0.95 - drift, GBP: 0.85 + drift })
}

class LiveTotal {
  constructor(amount, currency) {
    this.amount = amount
    this.rate = rates[currency]
    rateFeed.on('rates', (next) => (this.rate = next[currency]))
  }

  get value() {
    return Number((this.amount * this.rate).toFixed(2))
  }
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  const totals = new LiveTotal(amount, orderId.length % 2 ? 'USD' : 'CHF')
  pollRates()
  return { statusCode: 200, body: JSON.stringify({ orderId, total: totals.value }) }
}
