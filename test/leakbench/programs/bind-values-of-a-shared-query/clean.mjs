const findOrder = {
  name: 'find-order',
  text: 'select id, total, state from orders where customer_id = $1 and state = any($2)',
}

const STATES = { view: ['open', 'paid', 'sent'], buy: ['open'], return: ['sent'] }

// Stands in for the driver: the placeholders have to be filled.
async function run({ name, text, values }) {
  const wanted = new Set(text.match(/\$\d/g)).size
  if (values.length !== wanted) throw new Error(`${name} wants ${wanted} values`)
  return { rows: values[1].map((state, index) => ({ state, total: 10 * (index + 1) })) }
}

export const handler = async ({ user, orderId, action }) => {
  const { rows } = await run({ ...findOrder, values: [user.id, STATES[action]] })
  return { orderId, found: rows.length, total: rows.reduce((sum, { total }) => sum + total, 0) }
}
