import { createHash } from 'node:crypto'

function memoize(fn, { maxAge, maxSize }) {
  const cache = new Map()
  return function memoized(key) {
    const known = cache.get(key)
    if (known && known.expiresAt > Date.now()) return known.value
    const value = fn(key)
    cache.delete(key)
    cache.set(key, { value, expiresAt: Date.now() + maxAge })
    if (cache.size > maxSize) cache.delete(cache.keys().next().value)
    return value
  }
}

const fraudScore = memoize(
  (orderId) => createHash('sha256').update(orderId).digest().readUInt16BE(0) / 65_536,
  { maxAge: 60_000, maxSize: 16 },
)

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  const score = fraudScore(orderId)
  const review = score > 0.8 || amount > 10_000
  return {
    statusCode: review ? 202 : 201,
    body: JSON.stringify({ orderId, review, score: score.toFixed(2) }),
  }
}
