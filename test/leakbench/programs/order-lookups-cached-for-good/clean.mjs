const STATUSES = ['received', 'packed', 'shipped', 'delivered']
const MAX_ORDERS = 20

const orderCache = new Map()

async function fetchOrder(orderId) {
  const step = [...orderId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % STATUSES.length
  return { orderId, status: STATUSES[step], steps: STATUSES.slice(0, step + 1) }
}

async function getOrder(orderId) {
  const known = orderCache.get(orderId)
  if (known) return known
  const order = await fetchOrder(orderId)
  if (orderCache.size >= MAX_ORDERS) orderCache.delete(orderCache.keys().next().value)
  orderCache.set(orderId, order)
  return order
}

export const handler = async (event) => {
  const orderId = event.pathParameters?.id
  if (!orderId) return { statusCode: 404, body: '' }
  const order = await getOrder(orderId)
  return {
    statusCode: 200,
    headers: { 'cache-control': 'private, max-age=30' },
    body: JSON.stringify(order),
  }
}
