const REFRESH_MS = 500
const rates = { EUR: 1, USD: 1.09, GBP: 0.85 }

function loadRates() {
  const wobble = Math.sin(Date.now() / 3_600_000) / 100
  return { EUR: 1, USD: 1.09 + wobble, GBP: 0.85 - wobble }
}

function pollRates() {
  Object.assign(rates, loadRates())
  setTimeout(pollRates, REFRESH_MS)
}

export const handler = async (event) => {
  pollRates()
  const { orderId, amount } = JSON.parse(event.body)
  const currency = event.headers['x-currency'] ?? 'USD'
  if (!(currency in rates)) return { statusCode: 400, body: `unknown currency ${currency}` }
  const converted = (amount * rates[currency]).toFixed(2)
  return { statusCode: 200, body: JSON.stringify({ orderId, currency, converted }) }
}
