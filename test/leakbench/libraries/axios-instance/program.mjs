import { Agent } from 'node:http'
import axios from 'axios'

// oxlint-disable-next-line import/no-named-as-default-member -- as its docs write it
const api = axios.create({
  baseURL: process.env.API_URL,
  timeout: 3_000,
  httpAgent: new Agent({ keepAlive: true, maxSockets: 10 }),
  headers: { 'user-agent': 'order-intake/3' },
})

api.interceptors.request.use((config) => {
  config.headers.set('x-sent-at', new Date().toISOString())
  return config
})

api.interceptors.response.use(undefined, (error) => {
  const { method, url } = error.config ?? {}
  throw new Error(`${method} ${url}: ${error.response?.status ?? error.code}`, { cause: error })
})

async function totalOf(items) {
  const prices = await Promise.all(items.map(({ sku }) => api.get(`/prices/${sku}`)))
  return prices.reduce((sum, { data }, index) => sum + data.cents * items[index].quantity, 0)
}

async function place({ body, messageId }) {
  const { orderId, customerId, email, items } = JSON.parse(body)
  const cents = await totalOf(items)
  const order = { orderId, customerId, email, items, cents }
  const { data } = await api.post('/orders', order, { headers: { 'idempotency-key': messageId } })
  return { orderId: data.id, status: data.status, cents }
}

export const handler = async ({ Records }) => {
  const outcomes = await Promise.allSettled(Records.map(place))
  const failed = Records.filter((_record, index) => outcomes[index].status === 'rejected')
  const placed = outcomes.flatMap(({ value }) => (value ? [value] : []))
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })), placed }
}
