import { Logger } from './logger.mjs'

const logger = new Logger({ service: 'checkout' })

function validate({ orderId, amount }) {
  if (!orderId) return 'orderId is missing'
  if (!Number.isFinite(amount)) return 'amount is no number'
  return undefined
}

export const handler = async (event) => {
  logger.log('info', 'request received')
  const { sub } = event.requestContext.authorizer.jwt.claims
  logger.appendKeys({ customerId: sub })
  const order = JSON.parse(event.body)
  const problem = validate(order)
  if (problem) {
    logger.log('warn', problem)
    return { statusCode: 422, body: JSON.stringify({ message: problem }) }
  }
  if (order.amount % 15 === 0) logger.log('warn', 'amount is suspiciously round')
  return { statusCode: 202, body: JSON.stringify({ orderId: order.orderId }) }
}
