import { once } from 'node:events'
import net from 'node:net'
import { databasePort } from './local-database.mjs'

let opened

async function openConnection() {
  const socket = net.connect({ host: '127.0.0.1', port: databasePort(), noDelay: true })
  await once(socket, 'connect')
  socket.setEncoding('utf8')
  socket.once('close', () => {
    opened = undefined
  })
  return socket
}

async function query(statement) {
  opened ??= await openConnection()
  opened.write(`${statement}\n`)
  const [line] = await once(opened, 'data')
  return { rows: Number.parseInt(line, 10) }
}

export const handler = async ({ orderId, action }) => {
  if (!/^[\w-]+$/.test(orderId)) throw new TypeError('not an order id')
  const { rows } = await query(`select status from orders where id = ${orderId}`)
  return { orderId, action, found: rows > 0 }
}
