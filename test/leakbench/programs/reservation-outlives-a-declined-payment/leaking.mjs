import { setTimeout as pause } from 'node:timers/promises'
import { warehouseUrl } from './local-warehouse.mjs'

class PaymentDeclined extends Error {}

async function authorize({ email, amount }) {
  await pause(1)
  const risk = [...email].reduce((sum, letter) => sum + letter.charCodeAt(0), amount) % 10
  if (risk > 3) throw new PaymentDeclined(`risk ${risk} is too high`)
  return { authorization: `auth-${amount}-${risk}` }
}

async function reserveStock(orderId) {
  const response = await fetch(`${warehouseUrl()}/reservations/${orderId}`, { method: 'PUT' })
  return response.json()
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  try {
    const [payment, stock] = await Promise.all([authorize(order), reserveStock(order.orderId)])
    return { statusCode: 201, body: JSON.stringify({ ...payment, ...stock }) }
  } catch (error) {
    if (!(error instanceof PaymentDeclined)) throw error
    return { statusCode: 402, body: JSON.stringify({ message: error.message }) }
  }
}
