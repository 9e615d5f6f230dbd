import { depth, endSpan, startSpan } from './trace.mjs'

async function reserve({ orderId, amount }) {
  const span = startSpan('reserve', { orderId })
  try {
    if (amount % 2 === 0) return { reserved: false, reason: 'no stock in whole boxes' }
    const boxes = Math.ceil(amount / 12)
    return { reserved: true, boxes }
  } finally {
    endSpan(span)
  }
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  const root = startSpan('request', { path: event.rawPath })
  try {
    const answer = await reserve(order)
    return { statusCode: answer.reserved ? 200 : 409, body: JSON.stringify({ ...answer, depth: depth() }) }
  } finally {
    endSpan(root)
  }
}
