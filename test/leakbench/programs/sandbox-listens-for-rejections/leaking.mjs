class Sandbox {
  constructor(endpoint) {
    this.endpoint = endpoint
  }

  run(event, context) {
    process.on('unhandledRejection', (reason) => this.fail(reason, context))
    return this.endpoint(event, context)
  }

  fail(reason, { awsRequestId }) {
    console.error(JSON.stringify({ level: 'error', awsRequestId, reason: String(reason) }))
  }
}

const sandbox = new Sandbox(async (event) => {
  const { orderId, amount, note } = JSON.parse(event.body)
  const words = note.split(/\s+/).length
  return { statusCode: 200, body: JSON.stringify({ orderId, amount, words }) }
})

export const handler = async (event, context) => sandbox.run(event, context)
