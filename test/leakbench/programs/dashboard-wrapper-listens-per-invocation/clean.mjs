class Monitor {
  #service
  #open
  #sent = 0

  constructor(service) {
    this.#service = service
    process.on('SIGTERM', () => this.#send('shutdown'))
  }

  handler(wrapped) {
    return async (event, context) => {
      this.#open = { service: this.#service, route: event.routeKey, startedAt: Date.now() }
      try {
        return await wrapped(event, context)
      } finally {
        this.#send('done')
        this.#open = undefined
      }
    }
  }

  #send(reason) {
    if (this.#open === undefined) return undefined
    this.#sent += 1
    return JSON.stringify({ ...this.#open, reason, durationMs: Date.now() - this.#open.startedAt })
  }
}

const monitor = new Monitor('shop')

export const handler = monitor.handler(async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  return { statusCode: 202, body: JSON.stringify({ orderId, amount }) }
})
