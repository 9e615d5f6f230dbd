class Query {
  constructor(table, clauses = []) {
    this.table = table
    this.clauses = clauses
  }

  where(column, operator, value) {
    return new Query(this.table, [...this.clauses, { column, operator, value }])
  }

  toSql() {
    const conditions = this.clauses.map(({ column, operator }, i) => `${column} ${operator} $${i + 1}`)
    const text = `select * from ${this.table} where ${conditions.join(' and ')}`
    return { text, values: this.clauses.map((clause) => clause.value) }
  }
}

const openOrders = new Query('orders').where('state', '=', 'open').where('archived', '=', false)

async function run({ text, values }) {
  const rows = values.length > 3 ? [] : [{ id: values[2], state: 'open' }]
  return { plan: text.length, parameters: values.length, rows }
}

export const handler = async ({ orderId }) => {
  if (!orderId) throw new TypeError('orderId is missing')
  const { rows, parameters } = await run(openOrders.where('order_id', '=', orderId).toSql())
  return { found: rows.length, parameters, order: rows[0] ?? null }
}
