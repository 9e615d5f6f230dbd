const inThisBatch = new Set()

function unique(records) {
  return records
    .map(({ body }) => JSON.parse(body))
    .filter(({ orderId }) => {
      if (inThisBatch.has(orderId)) return false
      inThisBatch.add(orderId)
      return true
    })
}

async function print({ orderId, items }) {
  return `${orderId}: ${items.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ')}`
}

export const handler = async (event) => {
  try {
    const slips = await Promise.all(unique(event.Records).map(print))
    return { slips, duplicates: event.Records.length - slips.length }
  } finally {
    inThisBatch.clear()
  }
}
