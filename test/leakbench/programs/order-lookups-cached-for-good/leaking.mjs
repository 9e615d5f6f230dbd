const STATUSES = ['received', 'packed', 'shipped', 'delivered']

const orderCache = {}

async function fetchOrder(orderId) {
  const step = [...orderId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % STATUSES.length
  return { orderId, status: STATUSES[step], steps: STATUSES.slice(0, step + 1) }
}

async function getOrder(orderId) {
  if (!orderCache[orderId]) {
    orderCache[orderId] = await fetchOrder(orderId)
  }
  return orderCache[orderId]
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
