import { alerts, record } from './vendor-audit.mjs'

const LIMIT = 3

export async function handler(event) {
  const accepted = []
  for (const { messageId, body } of event.Records) {
    const { orderId, customerId, items } = JSON.parse(body)
    record('info', 'order received', { orderId, customerId })
    if (items.some(({ quantity }) => quantity > LIMIT)) {
      record('alert', 'unusual quantity', { orderId })
      continue
    }
    accepted.push({ messageId, orderId, lines: items.length })
  }
  return { accepted: accepted.length, alerts: alerts().length }
}
