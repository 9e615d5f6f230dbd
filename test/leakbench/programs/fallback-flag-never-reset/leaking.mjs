const LIST_PRICE = 9.5
let useListPrices = false

async function livePrice(sku) {
  const number = Number(sku.slice('sku-'.length))
  if (number % 19 === 6) throw new Error(`no price for ${sku}`)
  return 5 + (number % 7)
}

async function priceOf(sku) {
  if (useListPrices) return LIST_PRICE
  try {
    return await livePrice(sku)
  } catch {
    useListPrices = true
    return LIST_PRICE
  }
}

export async function handler(event) {
  const invoices = []
  for (const { body } of event.Records) {
    const { orderId, items } = JSON.parse(body)
    let total = 0
    for (const { sku, quantity } of items) total += quantity * (await priceOf(sku))
    invoices.push({ orderId, total, prices: useListPrices ? 'list' : 'live' })
  }
  return { invoices }
}
