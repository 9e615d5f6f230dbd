import { createHmac } from 'node:crypto'

const LIFETIME_MS = 15 * 60_000
const MARGIN_MS = 30_000

const credentials = { accessToken: '', expiresAt: 0 }

// The identity provider's answer to a client-credentials grant.
async function requestToken(clientId) {
  const expiresAt = Date.now() + LIFETIME_MS
  const signature = createHmac('sha256', 'client-secret')
    .update(`${clientId}.${expiresAt}`)
    .digest('base64url')
  return { accessToken: `${clientId}.${signature}`, expiresAt }
}

async function accessToken() {
  if (credentials.expiresAt - MARGIN_MS < Date.now()) {
    Object.assign(credentials, await requestToken('order-service'))
  }
  return credentials.accessToken
}

export const handler = async ({ Records }) => {
  const token = await accessToken()
  const calls = Records.map(({ body }) => {
    const { orderId } = JSON.parse(body)
    return { method: 'PUT', path: `/ledger/${orderId}`, authorized: token.length > 20 }
  })
  return { calls: calls.length, authorized: calls.every(({ authorized }) => authorized) }
}
