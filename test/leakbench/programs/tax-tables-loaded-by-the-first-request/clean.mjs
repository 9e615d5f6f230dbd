import { countries, rateOf } from './heavy.mjs'

async function taxOn(amount, postcode) {
  const country = countries[postcode % countries.length]
  const rate = rateOf(country, postcode)
  return { country, rate: Number(rate.toFixed(4)), tax: Math.round(amount * rate * 100) / 100 }
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  if (amount < 0) return { statusCode: 422, body: JSON.stringify({ message: 'amount is below zero' }) }
  const postcode = 10_000 + orderId.length * 137 + amount
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orderId, ...(await taxOn(amount, postcode)) }),
  }
}
