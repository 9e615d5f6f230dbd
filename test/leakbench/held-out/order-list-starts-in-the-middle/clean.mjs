const WANTED = 15
const ROWS_PER_CUSTOMER = 95

const orderTable = {
  async query(customerId, start, limit) {
    const from = start ? start.row : 0
    const to = Math.min(from + limit, ROWS_PER_CUSTOMER)
    const rowAt = (_, i) => ({ order: `${customerId}/${from + i}`, row: from + i })
    const rows = Array.from({ length: to - from }, rowAt)
    return { rows, lastKey: to < ROWS_PER_CUSTOMER ? { customerId, row: to } : undefined }
  },
}

class OrderScan {
  #position = undefined

  constructor(table, pageSize) {
    this.table = table
    this.pageSize = pageSize
  }

  async nextPage(customerId) {
    const page = await this.table.query(customerId, this.#position, this.pageSize)
    this.#position = page.lastKey
    return { rows: page.rows, done: !page.lastKey }
  }
}

export const handler = async (event) => {
  if (!event.user?.id) return { error: 'no customer' }
  const scan = new OrderScan(orderTable, 10)
  const orders = []
  while (orders.length < WANTED) {
    const { rows, done } = await scan.nextPage(event.user.id)
    orders.push(...rows)
    if (done) break
  }
  return { customer: event.user.id, count: orders.length, newest: orders[0]?.order, firstRow: orders[0]?.row }
}
