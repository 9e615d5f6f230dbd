import { wrap } from '@thermocline/lambda'
import { findOrder } from './catalogue.mjs'

// A healthy cache: bounded, and what is old goes.
const MOST_ORDERS = 24
const ORDER_TTL_MS = 15_000
const orderCache = new Map()

const config = {
  currency: process.env.CURRENCY ?? 'EUR',
  freeShippingFrom: Number(process.env.FREE_SHIPPING_FROM ?? 5000),
}

export const handler = wrap(async (event) => {
  const number = Number(event.pathParameters?.number)
  if (!Number.isInteger(number)) return respond(400, { message: 'An order number is a whole number.' })

  const order = await cachedOrder(number)
  if (order === undefined) return respond(404, { message: `There is no order ${number}.` })
  return respond(200, { ...order, ...totals(order) })
})

async function cachedOrder(number) {
  const cached = orderCache.get(number)
  orderCache.delete(number)
  const entry =
    cached && Date.now() - cached.loadedAt < ORDER_TTL_MS
      ? cached
      : { order: await findOrder(number), loadedAt: Date.now() }
  // Put back at the end: a Map keeps the order of insertion, so the first key is the one unused for longest.
  orderCache.set(number, entry)
  if (orderCache.size > MOST_ORDERS) orderCache.delete(orderCache.keys().next().value)
  return entry.order
}

function totals({ lines }) {
  const goods = lines.reduce((sum, line) => sum + line.quantity * line.cents, 0)
  const shipping = goods >= config.freeShippingFrom ? 0 : 490
  return { currency: config.currency, goods, shipping, total: goods + shipping }
}

function respond(statusCode, body) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
