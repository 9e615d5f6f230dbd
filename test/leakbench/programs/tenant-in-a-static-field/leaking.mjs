class TenantContext {
  static current

  static enter(tenant) {
    if (!/^tenant-\d+$/.test(tenant)) throw new TypeError('that is no tenant')
    TenantContext.current = tenant
  }

  static table(name) {
    return `${TenantContext.current}.${name}`
  }
}

class OrderRepository {
  statementFor(action) {
    const table = TenantContext.table('orders')
    if (action === 'view') return `select * from ${table} where id = $1`
    return `update ${table} set state = '${action}' where id = $1`
  }
}

const orders = new OrderRepository()

export const handler = async ({ tenant, orderId, action }) => {
  TenantContext.enter(tenant)
  const text = orders.statementFor(action)
  return { orderId, action, query: { text, parameters: 1 } }
}
