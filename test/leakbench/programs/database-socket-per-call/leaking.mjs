import { once } from 'node:events'
import net from 'node:net'
import { databasePort } from './local-database.mjs'

async function openConnection() {
  const socket = net.connect({ host: '127.0.0.1', port: databasePort(), noDelay: true })
  await once(socket, 'connect')
  socket.setEncoding('utf8')
  return socket
}

async function query(statement) {
  const connection = await openConnection()
  connection.write(`${statement}\n`)
  const [line] = await once(connection, 'data')
  return { rows: Number.parseInt(line, 10) }
}

export const handler = async ({ orderId, action }) => {
  if (!/^[\w-]+$/.test(orderId)) throw new TypeError('not an order id')
  const { rows } = await query(`select status from orders where id = ${orderId}`)
  return { orderId, action, found: rows > 0 }
}
