class Logger {
  #service
  #keys = {}

  constructor(service) {
    this.#service = service
  }

  appendKeys(keys) {
    Object.assign(this.#keys, keys)
  }

  resetKeys() {
    this.#keys = {}
  }

  warn(message) {
    console.warn(JSON.stringify({ level: 'WARN', service: this.#service, message, ...this.#keys }))
  }
}

const logger = new Logger('orders')

export const handler = async (event, context) => {
  const { sub } = event.requestContext.authorizer.jwt.claims
  logger.appendKeys({ requestId: context.awsRequestId, customer: sub })
  try {
    const { orderId, amount } = JSON.parse(event.body)
    logger.appendKeys({ orderId })
    if (amount > 0 && amount % 20 === 0) logger.warn('amount is suspiciously round')
    return { statusCode: 201, body: JSON.stringify({ orderId }) }
  } finally {
    logger.resetKeys()
  }
}
