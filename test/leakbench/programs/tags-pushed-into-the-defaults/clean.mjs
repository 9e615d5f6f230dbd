const DEFAULTS = { from: 'shop@example.com', priority: 'normal', tags: ['transactional'] }

function mailFor(order, overrides = {}) {
  const options = { ...DEFAULTS, ...overrides }
  options.tags = [...options.tags, `order:${order.orderId}`]
  if (order.amount > 100) options.priority = 'high'
  return options
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  if (!order.email?.includes('@')) {
    return { statusCode: 422, body: JSON.stringify({ message: 'email is missing' }) }
  }
  const { priority, tags } = mailFor(order, { subject: 'Thank you for your order' })
  return {
    statusCode: 202,
    body: JSON.stringify({ queued: order.orderId, priority, tags: tags.length }),
  }
}
