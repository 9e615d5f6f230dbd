const inFlight = new Map()

const ok = (body) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

async function place(order) {
  if (!order.orderId) throw new TypeError('an order needs an id')
  return { orderId: order.orderId, total: Math.round(order.amount * 119) / 100 }
}

export const handler = async (event) => {
  const { requestId, http } = event.requestContext
  inFlight.set(requestId, { path: http.path, startedAt: performance.now() })
  try {
    const placed = await place(JSON.parse(event.body))
    const { startedAt } = inFlight.get(requestId)
    return ok({ ...placed, tookMs: Math.round(performance.now() - startedAt) })
  } catch (error) {
    return { statusCode: 400, body: JSON.stringify({ message: error.message }) }
  } finally {
    inFlight.delete(requestId)
  }
}
