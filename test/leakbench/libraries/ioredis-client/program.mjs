import { Redis } from 'ioredis'

const redis = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: 2, connectTimeout: 2_000 })

redis.on('error', (error) => {
  console.error('Redis failed', error)
})

const LIMIT = 10_000

async function countRequest(userId) {
  const key = `requests:${userId}`
  const [[, count]] = await redis.pipeline().incr(key).expire(key, 3_600).exec()
  return count
}

async function priceOf(action) {
  const key = `price:${action}`
  const cached = await redis.get(key)
  if (cached !== null) return JSON.parse(cached)
  const answer = await fetch(`${process.env.API_URL}/prices/${action}`)
  const price = await answer.json()
  await redis.set(key, JSON.stringify(price), 'EX', 300)
  return price
}

export const handler = async ({ user, orderId, action }) => {
  const count = await countRequest(user.id)
  if (count > LIMIT) return { orderId, userId: user.id, error: 'Too many requests' }
  const { cents, currency } = await priceOf(action)
  await redis.set(`order:${orderId}`, JSON.stringify({ userId: user.id, action, cents }), 'EX', 86_400)
  return { orderId, userId: user.id, requests: count, price: `${(cents / 100).toFixed(2)} ${currency}` }
}
