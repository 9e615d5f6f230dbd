const TTL_MS = 60_000
const FALLBACK = { currency: 'EUR', vatPercent: 19, maxAmount: 5_000 }

let config
let loadedAt = 0

async function fetchParameters() {
  const text = process.env.SHOP_CONFIG ?? '{}'
  return { ...FALLBACK, ...JSON.parse(text) }
}

async function getConfig() {
  if (config === undefined || Date.now() - loadedAt > TTL_MS) {
    config = await fetchParameters()
    loadedAt = Date.now()
  }
  return config
}

export const handler = async (event) => {
  const { currency, vatPercent, maxAmount } = await getConfig()
  const { orderId, amount } = JSON.parse(event.body)
  if (amount > maxAmount) return { statusCode: 422, body: JSON.stringify({ message: 'amount too large' }) }
  const vat = Math.round(amount * vatPercent) / 100
  return { statusCode: 200, body: JSON.stringify({ orderId, amount, vat, currency }) }
}
