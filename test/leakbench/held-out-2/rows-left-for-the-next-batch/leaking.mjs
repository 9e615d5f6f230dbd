const CHUNK = 4

let pending = []

const warehouse = {
  async write(rows) {
    await null
    return { written: rows.length, customers: [...new Set(rows.map((row) => row.customer))] }
  },
}

const toRow = ({ orderId, customerId, email, items }) => ({
  order: orderId,
  customer: customerId,
  domain: email.slice(email.indexOf('@') + 1),
  units: items.reduce((sum, { quantity }) => sum + quantity, 0),
})

async function flushFullChunks() {
  const results = []
  while (pending.length >= CHUNK) {
    const rows = pending.slice(0, CHUNK)
    pending = pending.slice(CHUNK)
    results.push(await warehouse.write(rows))
  }
  return results
}

export async function handler(event) {
  pending.push(...event.Records.map((record) => toRow(JSON.parse(record.body))))
  const results = await flushFullChunks()
  return { received: event.Records.length, results }
}
