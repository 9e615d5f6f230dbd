function instrumented(name, fn) {
  const durations = { name, calls: 0, totalMs: 0 }
  let latest = null

  process.once('SIGTERM', () => {
    if (!latest) return
    const { event, startedAt } = latest
    console.error(JSON.stringify({ ...durations, path: event.rawPath, since: startedAt }))
  })

  return async (event, context) => {
    const startedAt = performance.now()
    latest = { event, startedAt }
    try {
      return await fn(event, context)
    } finally {
      latest = null
      durations.calls += 1
      durations.totalMs += performance.now() - startedAt
    }
  }
}

async function placeOrder(event) {
  const { orderId, amount, note } = JSON.parse(event.body)
  if (!orderId) return { statusCode: 422, body: JSON.stringify({ message: 'orderId is required' }) }
  const accepted = { orderId, total: Number((amount * 1.19).toFixed(2)), note: note?.slice(0, 80) }
  return { statusCode: 201, body: JSON.stringify(accepted) }
}

export const handler = instrumented('place-order', placeOrder)
