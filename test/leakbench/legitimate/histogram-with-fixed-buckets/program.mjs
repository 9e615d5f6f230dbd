const BOUNDS = [1, 2, 5, 10, 25, 50, 100, 250, 500]
const counts = new Uint32Array(BOUNDS.length + 1)
let observed = 0

function observe(value) {
  const bucket = BOUNDS.findIndex((bound) => value <= bound)
  counts[bucket === -1 ? BOUNDS.length : bucket] += 1
  observed += 1
}

function quantile(q) {
  let rank = Math.ceil(q * observed)
  const bucket = counts.findIndex((count) => (rank -= count) <= 0)
  return BOUNDS[bucket] ?? Infinity
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  observe(amount)
  return {
    statusCode: 200,
    body: JSON.stringify({ orderId, amount, median: quantile(0.5), unusual: amount > quantile(0.95) }),
  }
}
