const shutdown = new AbortController()
const { signal } = shutdown

const locks = new Map()

function lock(orderId) {
  const release = () => locks.delete(orderId)
  locks.set(orderId, Date.now())
  signal.addEventListener('abort', release)
  return () => {
    signal.removeEventListener('abort', release)
    release()
  }
}

async function pick({ items }) {
  return items.map(({ sku, quantity }) => `${quantity} x ${sku}`)
}

export const handler = async ({ Records }) => {
  const picked = []
  for (const { body } of Records) {
    signal.throwIfAborted()
    const order = JSON.parse(body)
    const unlock = lock(order.orderId)
    try {
      picked.push({ orderId: order.orderId, lines: await pick(order) })
    } finally {
      unlock()
    }
  }
  return { picked }
}
