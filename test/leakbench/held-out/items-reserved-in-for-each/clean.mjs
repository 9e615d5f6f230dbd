import { once } from 'node:events'
import { createServer } from 'node:http'

const stock = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  setTimeout(() => response.setHeader('content-type', 'application/json').end('{"reserved":true}'), 2)
})
stock.on('connection', (socket) => socket.unref())
const listening = once(stock.listen(0, '127.0.0.1').unref(), 'listening')

async function reserve(orderId, item) {
  const sku = encodeURIComponent(String(item.sku ?? item.id ?? item))
  const url = `http://127.0.0.1:${stock.address().port}/reservations/${sku}`
  const response = await fetch(url, { method: 'PUT', body: JSON.stringify({ orderId }) })
  if (!response.ok) throw new Error(`stock answered ${response.status}`)
  return response.json()
}

export const handler = async (event) => {
  await listening
  const orders = event.Records.map(({ body }) => JSON.parse(body))
  for (const { orderId, items } of orders) {
    if (!Array.isArray(items)) throw new TypeError(`order ${orderId} has no items`)
    await Promise.all(
      items.map(async (item) => {
        await reserve(orderId, item)
      }),
    )
  }
  return { orders: orders.length, items: orders.flatMap(({ items }) => items).length }
}
