class OrderError extends Error {
  constructor(message, { user, code }) {
    super(message)
    this.name = 'OrderError'
    this.user = user
    this.code = code
  }
}

const health = { failures: 0, lastCode: undefined }

const RULES = {
  view: () => {},
  buy: () => {},
  return({ user }) {
    throw new OrderError('the order cannot be returned any more', { user, code: 'TOO_LATE' })
  },
}

export const handler = async (event) => {
  try {
    RULES[event.action](event)
    return { orderId: event.orderId, state: 'done' }
  } catch (error) {
    health.failures += 1
    health.lastCode = error.code
    return { orderId: event.orderId, state: 'refused', code: error.code, failures: health.failures }
  }
}
