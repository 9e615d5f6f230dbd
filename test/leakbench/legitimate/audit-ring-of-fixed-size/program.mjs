const createRing = (size) => {
  const slots = new Array(size).fill(undefined)
  let written = 0
  return {
    add(entry) {
      slots[written % size] = entry
      written += 1
    },
    newest(count) {
      const length = Math.min(count, written, size)
      return Array.from({ length }, (_, back) => slots[(written - 1 - back) % size])
    },
  }
}

const audit = createRing(24)

async function apply({ orderId, action }) {
  if (orderId.endsWith('-13')) throw new Error('order is locked')
  return { orderId, action, applied: true }
}

export const handler = async (event) => {
  audit.add({ orderId: event.orderId, action: event.action, at: Date.now() })
  try {
    return await apply(event)
  } catch (error) {
    const before = audit.newest(5).map(({ action, at }) => `${action}@${at}`)
    console.error(JSON.stringify({ level: 'error', message: error.message, before }))
    return { orderId: event.orderId, applied: false }
  }
}
