import { createHmac, createSecretKey, randomBytes } from 'node:crypto'

const lazy = (make) => {
  let made
  let value
  return () => {
    if (!made) {
      value = make()
      made = true
    }
    return value
  }
}

const signingKey = lazy(() => createSecretKey(randomBytes(32)))

const formatters = {}
const formatter = (currency) =>
  (formatters[currency] ??= new Intl.NumberFormat('en', { style: 'currency', currency }))

const sign = (text) => createHmac('sha256', signingKey()).update(text).digest('base64url')

export async function handler(event) {
  const { orderId, amount } = JSON.parse(event.body)
  const { sub } = event.requestContext.authorizer.jwt.claims
  const currency = event.headers['x-tenant-id'].endsWith('1') ? 'EUR' : 'GBP'
  const total = formatter(currency).format(amount)
  return {
    statusCode: 200,
    body: JSON.stringify({ orderId, total, signature: sign(`${sub}.${orderId}.${total}`) }),
  }
}
