import { databasePort } from './local-database.mjs'
import { Pool } from './pool.mjs'

let pool

function database() {
  pool ??= new Pool({ port: databasePort, max: 2 })
  return pool
}

export const handler = async ({ user, orderId, action }) => {
  const db = database()
  const [orders, points, notes] = await Promise.all([
    db.query(`select * from orders where id = '${orderId}'`),
    db.query(`select points from customer where id = '${user.id}'`),
    db.query(`select note from notes where action = '${action}'`),
  ])
  return { orderId, orders, points, notes }
}
