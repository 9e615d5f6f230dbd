const breadcrumbs = []

function crumb(message, data) {
  breadcrumbs.push({ message, data })
}

function pick({ customerId, items }) {
  crumb('order received', { customerId })
  for (const { sku, quantity } of items) {
    crumb('picking', { sku, quantity })
    if (quantity > 1) throw new Error(`${sku} is short`)
  }
}

function report(error) {
  return { message: error.message, breadcrumbs: [...breadcrumbs] }
}

export const handler = async (event) => {
  const batchItemFailures = []
  for (const { messageId, body } of event.Records) {
    try {
      pick(JSON.parse(body))
      breadcrumbs.length = 0
    } catch (error) {
      const { message, breadcrumbs: trail } = report(error)
      batchItemFailures.push({ itemIdentifier: messageId, message, steps: trail.length })
    }
  }
  return { batchItemFailures }
}
