import { get } from 'node:http'
import { json } from 'node:stream/consumers'
import { SUPPLIERS } from './local-suppliers.mjs'

function askSupplier(base, sku) {
  return new Promise((resolve, reject) => {
    const request = get(`${base}/price?sku=${sku}`, (response) => {
      json(response).then(resolve, reject)
    })
    request.on('error', reject)
  })
}

async function bestPrice(sku) {
  const answers = await Promise.all(SUPPLIERS.map((base) => askSupplier(base(), sku)))
  return answers.toSorted((a, b) => a.cents - b.cents)[0]
}

export const handler = async (event) => {
  const lines = []
  for (const { body } of event.Records) {
    const { orderId, items } = JSON.parse(body)
    const { supplier, cents } = await bestPrice(items[0].sku)
    lines.push({ orderId, supplier, cents: cents * items[0].quantity })
  }
  return { lines }
}
