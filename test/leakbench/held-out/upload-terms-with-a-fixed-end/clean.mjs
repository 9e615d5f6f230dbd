import { createHmac } from 'node:crypto'

const SECRET = 'rotate-me-in-the-vault'

const policy = { bucket: 'invoices', maxBytes: 5_000_000 }

function signUpload(key) {
  const terms = JSON.stringify({ ...policy, expires: Math.floor(Date.now() / 1000) + 900, key })
  const signature = createHmac('sha256', SECRET).update(terms).digest('base64url')
  return { url: `https://${policy.bucket}.example.com/${key}`, terms, signature }
}

export const handler = async (event) => {
  const { orderId } = JSON.parse(event.body)
  if (!/^[\w-]{1,80}$/.test(orderId)) return { statusCode: 400, body: '{"message":"bad order"}' }
  const upload = signUpload(`orders/${orderId}.pdf`)
  return { statusCode: 200, body: JSON.stringify(upload) }
}
