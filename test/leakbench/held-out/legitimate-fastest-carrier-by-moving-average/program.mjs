const ALPHA = 0.2
const CARRIERS = ['north', 'south', 'west']

const stats = new Map(CARRIERS.map((name) => [name, { averageMs: 1, failures: 0, calls: 0 }]))

function best() {
  const ranked = CARRIERS.toSorted((a, b) => stats.get(a).averageMs - stats.get(b).averageMs)
  return Math.random() < 0.2 ? ranked[1] : ranked[0]
}

async function askPrice(carrier, amount) {
  const steps = { north: 400, south: 900, west: 1500 }[carrier]
  let price = 3
  for (let i = 1; i <= steps; i++) price += amount / (i * steps)
  if (amount % 11 === 10 && carrier === 'north') throw new Error('no capacity')
  return Number(price.toFixed(2))
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  const carrier = best()
  const entry = stats.get(carrier)
  const startedAt = performance.now()
  try {
    const price = await askPrice(carrier, amount)
    return { statusCode: 200, body: JSON.stringify({ orderId, carrier, price }) }
  } catch (error) {
    entry.failures += 1
    return { statusCode: 503, body: JSON.stringify({ orderId, message: error.message }) }
  } finally {
    entry.calls += 1
    entry.averageMs += ALPHA * (performance.now() - startedAt - entry.averageMs)
  }
}
