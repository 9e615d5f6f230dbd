class Monitor {
  #service
  #sent = 0

  constructor(service) {
    this.#service = service
  }

  handler(wrapped) {
    return async (event, context) => {
      const transaction = { service: this.#service, route: event.routeKey, startedAt: Date.now() }
      process.on('SIGTERM', () => this.#send(transaction, 'shutdown'))
      try {
        return await wrapped(event, context)
      } finally {
        this.#send(transaction, 'done')
      }
    }
  }

  #send(transaction, reason) {
    this.#sent += 1
    return JSON.stringify({ ...transaction, reason, durationMs: Date.now() - transaction.startedAt })
  }
}

const monitor = new Monitor('shop')

export const handler = monitor.handler(async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  return { statusCode: 202, body: JSON.stringify({ orderId, amount }) }
})
