import { jwksUrl } from './local-issuer.mjs'

let jwks

async function fetchKeys() {
  const response = await fetch(jwksUrl())
  if (!response.ok) throw new Error(`the issuer answered ${response.status}`)
  const { keys } = await response.json()
  return keys
}

function getKeys() {
  jwks ??= fetchKeys().catch((error) => {
    jwks = undefined
    throw error
  })
  return jwks
}

async function verify(token) {
  const [header, payload] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url')))
  const keys = await getKeys()
  const key = keys.find(({ alg }) => alg === header.alg)
  return key?.issuer === payload.iss ? payload : undefined
}

export const handler = async (event) => {
  const claims = await verify(event.headers.authorization.replace(/^Bearer /, ''))
  if (!claims) return { statusCode: 401, body: '' }
  return { statusCode: 200, body: JSON.stringify({ subject: claims.sub }) }
}
