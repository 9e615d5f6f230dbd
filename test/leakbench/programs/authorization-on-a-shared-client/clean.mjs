import { Agent, get } from 'node:http'
import { port } from './inventory-service.mjs'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

const client = {
  headers: { accept: 'application/json', 'x-client': 'orders/2.4' },

  async fetchJson(path, authorization) {
    const headers = { ...this.headers, authorization }
    const target = { host: '127.0.0.1', port: await port, path, agent, headers }
    return new Promise((resolve, reject) => {
      get(target, async (res) => {
        const chunks = await res.toArray()
        if (res.statusCode === 200) resolve(JSON.parse(Buffer.concat(chunks)))
        else reject(new Error(`inventory answered ${res.statusCode}`))
      }).on('error', reject)
    })
  },
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  const { inStock } = await client.fetchJson(`/sku-${amount % 40}`, event.headers.authorization)
  return { statusCode: 200, body: JSON.stringify({ orderId, ships: inStock ? 'today' : 'next week' }) }
}
