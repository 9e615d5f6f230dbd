const MINUTE = 60_000
let flags = { fetchedAt: 0, values: new Map() }

// One document for all, as AppConfig hands it out.
async function fetchDocument() {
  return JSON.stringify({ 'dark-mode': true, 'bulk-returns': false, 'max-lines': 25 })
}

async function flag(name, fallback) {
  if (Date.now() - flags.fetchedAt >= MINUTE) {
    const values = new Map(Object.entries(JSON.parse(await fetchDocument())))
    flags = { fetchedAt: Date.now(), values }
  }
  return flags.values.get(name) ?? fallback
}

export async function handler(event) {
  const maxLines = await flag('max-lines', 10)
  const bulk = await flag('bulk-returns', true)
  const orders = event.Records.map(({ body }) => JSON.parse(body))
  const tooLong = orders.filter(({ items }) => items.length > maxLines)
  return { orders: orders.length, tooLong: tooLong.length, bulk }
}
