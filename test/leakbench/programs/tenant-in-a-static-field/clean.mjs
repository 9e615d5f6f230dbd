class TenantContext {
  constructor(tenant) {
    if (!/^tenant-\d+$/.test(tenant)) throw new TypeError('that is no tenant')
    this.tenant = tenant
  }

  table(name) {
    return `${this.tenant}.${name}`
  }
}

class OrderRepository {
  statementFor(action, context) {
    const table = context.table('orders')
    if (action === 'view') return `select * from ${table} where id = $1`
    return `update ${table} set state = '${action}' where id = $1`
  }
}

const orders = new OrderRepository()

export const handler = async ({ tenant, orderId, action }) => {
  const text = orders.statementFor(action, new TenantContext(tenant))
  return { orderId, action, query: { text, parameters: 1 } }
}
