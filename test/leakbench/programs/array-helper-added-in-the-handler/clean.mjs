const WEIGHTS = { 0: 120, 1: 340, 2: 80, 3: 900 }

function sumBy(list, value) {
  return list.reduce((sum, item) => sum + value(item), 0)
}

const gramsOf = ({ sku, quantity }) => WEIGHTS[Number(sku.split('-')[1]) % 4] * quantity

export const handler = async (event) => {
  const parcels = event.Records.map(({ body }) => {
    const { orderId, items } = JSON.parse(body)
    return { orderId, pieces: sumBy(items, ({ quantity }) => quantity), grams: sumBy(items, gramsOf) }
  })
  return { parcels, grams: sumBy(parcels, ({ grams }) => grams) }
}
