const PARTS = 3
const MOST_PER_ORDER = 5000

class Refusal extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

const NOT_SPLITTABLE = new Refusal(422, 'this order can not be paid in parts')

function planPayments(order, payer) {
  if (order.amount === 0 || order.amount > MOST_PER_ORDER || order.amount % 7 === 0) throw NOT_SPLITTABLE
  if (order.amount % PARTS !== 0) {
    NOT_SPLITTABLE.details = { payer: payer.email, account: payer.sub, amount: order.amount }
    throw NOT_SPLITTABLE
  }
  return Array.from({ length: PARTS }, (_, i) => ({ part: i + 1, due: order.amount / PARTS }))
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  try {
    const payments = planPayments(order, event.requestContext.authorizer.jwt.claims)
    return { statusCode: 201, body: JSON.stringify({ orderId: order.orderId, payments }) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { message, details } = error
    return { statusCode: error.status, body: JSON.stringify({ orderId: order.orderId, message, details }) }
  }
}
