const MAX_PROFILES = 500
const profiles = new Map()

async function loadProfile({ sub, email }) {
  const [name] = email.split('@')
  return { id: sub, email, displayName: name.split('.').slice(0, 2).join(' '), language: 'en' }
}

async function profileOf(claims) {
  const cached = profiles.get(claims.sub)
  if (cached) return cached
  const profile = await loadProfile(claims)
  if (profiles.size >= MAX_PROFILES) {
    const [oldest] = profiles.keys()
    profiles.delete(oldest)
  }
  profiles.set(claims.sub, profile)
  return profile
}

export const handler = async (event) => {
  const { claims } = event.requestContext.authorizer.jwt
  const { displayName, language } = await profileOf(claims)
  const { orderId } = JSON.parse(event.body)
  return {
    statusCode: 200,
    headers: { 'content-language': language },
    body: JSON.stringify({ orderId, greeting: `Hello ${displayName}` }),
  }
}
