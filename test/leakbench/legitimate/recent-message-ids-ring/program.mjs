const SIZE = 32
const recent = Array.from({ length: SIZE }, () => '')
let next = 0

function isRepeat(messageId) {
  if (recent.includes(messageId)) return true
  recent[next] = messageId
  next = (next + 1) % SIZE
  return false
}

async function invoice({ orderId, items }) {
  const lines = items.map(({ sku, quantity }) => `${sku}:${quantity}`)
  return { orderId, lines }
}

export async function handler(event) {
  const fresh = event.Records.filter(({ messageId }) => !isRepeat(messageId))
  const invoices = await Promise.all(fresh.map(({ body }) => invoice(JSON.parse(body))))
  return { invoices: invoices.length, repeats: event.Records.length - fresh.length }
}
