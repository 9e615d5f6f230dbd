class TokenBucket {
  constructor({ capacity, perSecond }) {
    this.capacity = capacity
    this.perSecond = perSecond
    this.tokens = capacity
    this.filledAt = Date.now()
  }

  take() {
    const now = Date.now()
    this.tokens = Math.min(this.capacity, this.tokens + ((now - this.filledAt) / 1_000) * this.perSecond)
    this.filledAt = now
    if (this.tokens < 1) return false
    this.tokens -= 1
    return true
  }
}

const bucket = new TokenBucket({ capacity: 50, perSecond: 400 })

export const handler = async (event) => {
  if (!bucket.take()) {
    return { statusCode: 429, headers: { 'retry-after': '1' }, body: '' }
  }
  const { orderId, amount } = JSON.parse(event.body)
  return { statusCode: 201, body: JSON.stringify({ orderId, amount }) }
}
