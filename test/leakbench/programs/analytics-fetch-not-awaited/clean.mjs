import { analyticsUrl } from './local-analytics.mjs'

const NAMES = { view: 'Order Viewed', buy: 'Order Completed', return: 'Order Returned' }

function track(name, properties) {
  return fetch(analyticsUrl(), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, properties, sentAt: new Date().toISOString() }),
  }).catch((error) => console.warn(`analytics: ${error.message}`))
}

export const handler = async ({ user, tenant, orderId, action }) => {
  const name = NAMES[action]
  if (!name) return { status: 400, message: `no such action: ${action}` }
  await track(name, { userId: user.id, tenant, orderId })
  return { status: 200, orderId, action, message: `${name} by ${user.name}` }
}
