import { createHash } from 'node:crypto'

let visitor

const fingerprint = (email) => createHash('sha256').update(email.trim().toLowerCase()).digest('hex')

function identify(order) {
  visitor = fingerprint(order.email)
}

function track(name, properties) {
  return { name, visitor, properties, sentAt: Date.now() }
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  identify(order)
  const hits = [track('order placed', { amount: order.amount })]
  if (order.amount > 100) hits.push(track('large order', { amount: order.amount }))
  return { statusCode: 202, body: JSON.stringify({ orderId: order.orderId, hits: hits.length }) }
}
