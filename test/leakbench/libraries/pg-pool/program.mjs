import { Pool } from 'pg'

const pool = new Pool({ max: 1, idleTimeoutMillis: 120_000, connectionTimeoutMillis: 5_000 })

pool.on('error', (error) => {
  console.error('An idle connection failed', error)
})

async function readCustomer(email) {
  const { rows } = await pool.query({
    name: 'customer-by-email',
    text: 'SELECT id, tier, credit FROM customers WHERE email = $1',
    values: [email],
  })
  return rows[0]
}

async function placeOrder(customer, { orderId, amount }) {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const insert = 'INSERT INTO orders (id, customer_id, amount) VALUES ($1, $2, $3)'
    await client.query(insert, [orderId, customer.id, amount])
    await client.query('UPDATE customers SET credit = credit - $1 WHERE id = $2', [amount, customer.id])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

export const handler = async (event) => {
  const { orderId, email, amount } = JSON.parse(event.body)
  const customer = await readCustomer(email)
  if (amount > customer.credit) {
    return { statusCode: 402, body: JSON.stringify({ orderId, message: 'Credit exceeded' }) }
  }
  await placeOrder(customer, { orderId, amount })
  const { id: customerId, tier, credit } = customer
  return { statusCode: 201, body: JSON.stringify({ orderId, customerId, tier, left: credit - amount }) }
}
