const MOST = 24

const weights = new Float64Array(MOST)

function fill(amount, parts) {
  weights.fill(0)
  for (let i = 0; i < parts; i++) weights[i] = amount / (i + 1)
  return weights.subarray(0, parts)
}

function spread(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, deviation: Math.sqrt(variance) }
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  if (!(amount >= 0)) return { statusCode: 400, body: 'amount must not be negative' }
  const parts = 1 + (orderId.length % (MOST - 1))
  const { mean, deviation } = spread(fill(amount, parts))
  return { statusCode: 200, body: JSON.stringify({ orderId, mean, deviation }) }
}
