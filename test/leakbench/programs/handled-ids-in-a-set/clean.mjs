const REMEMBERED = 24
const handledIds = new Set()

async function ship({ orderId, items }) {
  const parcels = Math.ceil(items.reduce((sum, { quantity }) => sum + quantity, 0) / 2)
  return { orderId, parcels }
}

export const handler = async ({ Records }) => {
  const shipped = []
  let duplicates = 0
  for (const { messageId, body } of Records) {
    if (handledIds.has(messageId)) {
      duplicates += 1
      continue
    }
    shipped.push(await ship(JSON.parse(body)))
    handledIds.add(messageId)
    if (handledIds.size > REMEMBERED) handledIds.delete(handledIds.values().next().value)
  }
  return { shipped, duplicates }
}
