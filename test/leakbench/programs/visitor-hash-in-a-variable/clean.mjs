import { createHash } from 'node:crypto'

const fingerprint = (email) => createHash('sha256').update(email.trim().toLowerCase()).digest('hex')

function trackerFor(order) {
  const visitor = fingerprint(order.email)
  return (name, properties) => ({ name, visitor, properties, sentAt: Date.now() })
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  const track = trackerFor(order)
  const hits = [track('order placed', { amount: order.amount })]
  if (order.amount > 100) hits.push(track('large order', { amount: order.amount }))
  return { statusCode: 202, body: JSON.stringify({ orderId: order.orderId, hits: hits.length }) }
}
