const TTL_MS = 30_000
const MOST = 12

function expiringCache({ ttl, most, now = Date.now }) {
  const entries = new Map()

  function sweep() {
    for (const [key, { until }] of entries) {
      if (until > now() && entries.size <= most) break
      entries.delete(key)
    }
  }

  return async function cached(key, load) {
    const hit = entries.get(key)
    if (hit && hit.until > now()) return hit.value
    const value = await load()
    entries.delete(key)
    entries.set(key, { value, until: now() + ttl })
    sweep()
    return value
  }
}

const profiles = expiringCache({ ttl: TTL_MS, most: MOST })

async function fetchProfile({ id, name, email }) {
  await null
  const [first] = name.split(' ')
  return { id, first, newsletter: email.length % 2 === 0 }
}

export async function handler({ user, action }) {
  const profile = await profiles(user.id, () => fetchProfile(user))
  return { greeting: `Hello ${profile.first}`, newsletter: profile.newsletter, action }
}
