import { EventEmitter } from 'node:events'

const bus = new EventEmitter().setMaxListeners(0)

function price(order) {
  const total = Math.round(order.amount * 1.2 * 100) / 100
  bus.emit('priced', { orderId: order.orderId, total })
  return total
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  const receipt = { orderId: order.orderId, lines: [] }
  bus.once('priced', ({ orderId, total }) => {
    if (orderId === order.orderId) receipt.lines.push(`total ${total} EUR`)
  })
  price(order)
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(receipt),
  }
}
