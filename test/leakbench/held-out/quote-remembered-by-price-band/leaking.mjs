const TARIFFS = [
  { upTo: 20, rate: 0.05, label: 'small' },
  { upTo: 100, rate: 0.08, label: 'regular' },
  { upTo: Infinity, rate: 0.11, label: 'large' },
]

const bandOf = (amount) => TARIFFS.findIndex(({ upTo }) => amount <= upTo)

function memoizeLast(keyOf, fn) {
  let lastKey
  let lastResult
  return (...args) => {
    const key = keyOf(...args)
    if (key !== lastKey) {
      lastResult = fn(...args)
      lastKey = key
    }
    return lastResult
  }
}

const quote = memoizeLast(
  (order) => bandOf(order.amount),
  (order) => {
    const { rate, label } = TARIFFS[bandOf(order.amount)]
    return { preparedFor: order.email, rate, label, terms: `${label} basket, ${rate * 100} % off` }
  },
)

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  if (!Number.isFinite(order.amount)) return { statusCode: 400, body: 'amount must be a number' }
  const offer = quote(order)
  const total = (order.amount * (1 - offer.rate)).toFixed(2)
  return { statusCode: 200, body: JSON.stringify({ ...offer, orderId: order.orderId, total }) }
}
