import http from 'node:http'
import { json } from 'node:stream/consumers'
import { stockUrl } from './local-stock.mjs'

function piecesOf(sku) {
  return new Promise((resolve, reject) => {
    const agent = new http.Agent({ maxSockets: 10, timeout: 2_000 })
    const request = http.request(stockUrl(sku), { agent, headers: { accept: 'application/json' } })
    request.on('response', (response) => json(response).then(({ pieces }) => resolve(pieces), reject))
    request.on('error', reject)
    request.end()
  })
}

export const handler = async ({ Records }) => {
  const shortages = []
  for (const { body } of Records) {
    const { orderId, items } = JSON.parse(body)
    for (const { sku, quantity } of items) {
      const pieces = await piecesOf(sku)
      if (pieces < quantity) shortages.push({ orderId, sku, missing: quantity - pieces })
    }
  }
  return { shortages }
}
