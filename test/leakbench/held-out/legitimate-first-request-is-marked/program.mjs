const bootedAt = Date.now()

let cold = true
let served = 0

async function ship({ orderId, action }) {
  return { orderId, queue: action === 'express' ? 'express' : 'standard' }
}

export const handler = async (event) => {
  const start = { cold, served, aliveMs: Date.now() - bootedAt }
  cold = false
  served += 1
  if (event.warmup) return { warm: true, ...start }
  const { orderId, queue } = await ship(event)
  return { orderId, queue, start }
}
