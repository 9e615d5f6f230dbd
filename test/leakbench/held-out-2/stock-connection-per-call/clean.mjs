import { once } from 'node:events'
import { connect } from 'node:net'
import { startStockService } from './stock-service.mjs'

const port = await startStockService()

let connection

async function open() {
  const socket = connect(port, '127.0.0.1').setNoDelay(true).setEncoding('utf8')
  await once(socket, 'connect')
  socket.on('error', () => socket.destroy())
  socket.once('close', () => {
    connection = undefined
  })
  return socket
}

async function ask(sku) {
  connection ??= open().catch((error) => {
    connection = undefined
    throw error
  })
  const socket = await connection
  socket.ref()
  socket.write(`${sku}\n`)
  const [answer] = await once(socket, 'data')
  socket.unref()
  return Number(answer)
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
