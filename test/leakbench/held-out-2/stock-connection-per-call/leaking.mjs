import { once } from 'node:events'
import { connect } from 'node:net'
import { startStockService } from './stock-service.mjs'

const port = await startStockService()

async function ask(sku) {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.setNoDelay(true).write(`${sku}\n`)
    const [answer] = await once(socket.setEncoding('utf8'), 'data')
    return Number(answer)
  } finally {
    socket.destroy()
  }
}

export async function handler(event) {
  const missing = []
  for (const record of event.Records) {
    for (const { sku, quantity } of JSON.parse(record.body).items) {
      if ((await ask(sku)) < quantity) missing.push(sku)
    }
  }
  return { complete: missing.length === 0, missing }
}
