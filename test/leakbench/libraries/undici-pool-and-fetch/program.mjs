import { Agent, fetch, Pool } from 'undici'

const prices = new Pool(process.env.API_URL, { connections: 4, keepAliveTimeout: 60_000 })
const dispatcher = new Agent({ connections: 4, keepAliveTimeout: 60_000, headersTimeout: 3_000 })

async function priceOf({ sku, quantity }) {
  const { statusCode, body } = await prices.request({ method: 'GET', path: `/prices/${sku}` })
  if (statusCode !== 200) {
    await body.dump()
    throw new Error(`No price for ${sku}: ${statusCode}`)
  }
  const { cents } = await body.json()
  return cents * quantity
}

async function place({ body, messageId }) {
  const { orderId, customerId, items } = JSON.parse(body)
  const amounts = await Promise.all(items.map(priceOf))
  const cents = amounts.reduce((sum, amount) => sum + amount, 0)
  const response = await fetch(`${process.env.API_URL}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': messageId },
    body: JSON.stringify({ orderId, customerId, items, cents }),
    signal: AbortSignal.timeout(3_000),
    dispatcher,
  })
  const { id, status, message } = await response.json()
  if (!response.ok) throw new Error(`Order ${orderId} was refused: ${message}`)
  return { orderId: id, status, cents }
}

export const handler = async ({ Records }) => {
  const outcomes = await Promise.allSettled(Records.map(place))
  const failed = Records.filter((_record, index) => outcomes[index].status === 'rejected')
  const placed = outcomes.flatMap(({ value }) => (value ? [value] : []))
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })), placed }
}
