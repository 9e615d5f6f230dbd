const WEIGHTS = { 0: 120, 1: 340, 2: 80, 3: 900 }

function addHelpers() {
  Array.prototype.sumBy = function sumBy(value) {
    return this.reduce((sum, item) => sum + value(item), 0)
  }
}

const gramsOf = ({ sku, quantity }) => WEIGHTS[Number(sku.split('-')[1]) % 4] * quantity

export const handler = async (event) => {
  addHelpers()
  const parcels = event.Records.map(({ body }) => {
    const { orderId, items } = JSON.parse(body)
    return { orderId, pieces: items.sumBy(({ quantity }) => quantity), grams: items.sumBy(gramsOf) }
  })
  return { parcels, grams: parcels.sumBy(({ grams }) => grams) }
}
