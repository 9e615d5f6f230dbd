import { createHmac } from 'node:crypto'

const KEY = 'download-links'
const LIFETIME_MS = 15 * 60_000

function signedLink(tenant, orderId, now = new Date()) {
  const expires = new Date(now.getTime() + LIFETIME_MS).toISOString()
  const signature = createHmac('sha256', KEY).update(`${tenant}/${orderId}|${expires}`).digest('base64url')
  const link = new URL(`https://files.example/${tenant}/${orderId}.pdf`)
  link.searchParams.set('expires', expires)
  link.searchParams.set('signature', signature)
  return { href: link.href, expires }
}

export const handler = async ({ tenant, orderId, action }) => {
  if (action === 'return') return { orderId, message: 'a returned order has no invoice' }
  const { href, expires } = signedLink(tenant, orderId)
  return { orderId, invoice: href, validUntil: expires }
}
