import { attach, push } from './push.mjs'

const routes = {
  async quote({ sku, pieces }) {
    return { sku, pieces, price: pieces * 12.5 }
  },
  async progress({ job, percent }) {
    return { job, percent, finished: percent >= 100 }
  },
}

export const handler = async (event) => {
  if (event.requestContext?.connectionId) attach(event.requestContext)
  const { action, ...payload } = typeof event.body === 'string' ? JSON.parse(event.body) : event.detail
  const route = routes[action]
  if (!route) return { statusCode: 400 }
  const delivery = await push({ type: action, data: await route(payload) })
  return { statusCode: delivery.delivered ? 200 : 202, body: JSON.stringify(delivery) }
}
