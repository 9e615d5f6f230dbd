function settle({ orderId, items }) {
  const quantity = items.reduce((sum, item) => sum + item.quantity, 0)
  if (quantity > 2) return { orderId, status: 'backorder', quantity }
  return { orderId, status: 'settled', quantity }
}

export async function handler(event) {
  const results = []
  for (const record of event.Records) {
    const order = JSON.parse(record.body)
    results.push({ messageId: record.messageId, ...settle(order) })
  }
  const failed = results.filter((result) => result.status === 'failed')
  return {
    settled: results.length - failed.length,
    batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })),
  }
}
