function audit(actor, action, subject) {
  return { action, subject, actor, source: audit.source }
}

audit.source = 'order-desk'

const steps = {
  view: ['order.read'],
  buy: ['order.read', 'order.paid'],
  return: ['order.read', 'order.returned', 'refund.created'],
}

export const handler = async ({ user, tenant, orderId, action }) => {
  if (!steps[action]) throw new TypeError('that is no action')
  const entries = steps[action].map((step) => audit(user.email, step, `${tenant}/${orderId}`))
  return { orderId, written: entries.length }
}
