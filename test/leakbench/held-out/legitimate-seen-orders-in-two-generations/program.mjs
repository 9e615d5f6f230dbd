const GENERATION = 16

let young = new Set()
let old = new Set()

function firstTime(id) {
  if (young.has(id) || old.has(id)) return false
  young.add(id)
  if (young.size === GENERATION) {
    old = young
    young = new Set()
  }
  return true
}

async function book({ items }) {
  return items.length
}

export const handler = async (event) => {
  let booked = 0
  let repeated = 0
  for (const record of event.Records) {
    const order = JSON.parse(record.body)
    if (firstTime(order.orderId)) booked += await book(order)
    else repeated += 1
  }
  return { booked, repeated, batchItemFailures: [] }
}
