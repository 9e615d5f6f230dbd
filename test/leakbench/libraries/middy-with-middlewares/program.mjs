import { middy } from '@middy/core'
import httpErrorHandler from '@middy/http-error-handler'
import httpJsonBodyParser from '@middy/http-json-body-parser'

const authorize = () => ({
  before({ event, context }) {
    const { sub, email } = event.requestContext.authorizer.jwt.claims
    context.customer = { id: sub, email }
  },
})

const measure = () => ({
  before({ internal }) {
    internal.startedAt = performance.now()
  },
  after({ internal, response }) {
    const elapsed = performance.now() - internal.startedAt
    response.headers = { ...response.headers, 'server-timing': `handler;dur=${elapsed.toFixed(1)}` }
  },
})

function failure(statusCode, message) {
  return Object.assign(new Error(message), { statusCode, expose: true })
}

async function placeOrder({ body }, { customer }, { signal }) {
  const { orderId, email, amount } = body
  if (email !== customer.email) throw failure(403, 'An order is placed for oneself only')
  if (amount < 1) throw failure(422, 'An order needs an amount')
  const answer = await fetch(`${process.env.API_URL}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orderId, customerId: customer.id, amount }),
    signal,
  })
  const { status } = await answer.json()
  return { statusCode: 201, body: JSON.stringify({ orderId, customerId: customer.id, status }) }
}

export const handler = middy()
  .use(measure())
  .use(httpErrorHandler({ logger: false }))
  .use(httpJsonBodyParser())
  .use(authorize())
  .handler(placeOrder)
