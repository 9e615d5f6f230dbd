const CHUNK = 4

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

async function flush(rows) {
  const results = []
  for (let start = 0; start < rows.length; start += CHUNK) {
    results.push(await warehouse.write(rows.slice(start, start + CHUNK)))
  }
  return results
}

export async function handler(event) {
  const rows = event.Records.map((record) => toRow(JSON.parse(record.body)))
  const results = await flush(rows)
  return { received: event.Records.length, results }
}
