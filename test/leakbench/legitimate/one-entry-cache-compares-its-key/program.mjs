let lastToken
let lastClaims

function decode(token) {
  const [, payload] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  if (claims.iss !== 'https://id.example') throw new Error(`issuer ${claims.iss} is not ours`)
  return Object.freeze(claims)
}

function claimsOf(authorization) {
  const token = authorization.slice('Bearer '.length)
  if (token !== lastToken) {
    lastClaims = decode(token)
    lastToken = token
  }
  return lastClaims
}

export const handler = async (event) => {
  const { sub, email } = claimsOf(event.headers.authorization)
  const order = JSON.parse(event.body)
  if (order.email !== email) return { statusCode: 403, body: JSON.stringify({ message: 'not your order' }) }
  return { statusCode: 200, body: JSON.stringify({ orderId: order.orderId, owner: sub }) }
}
