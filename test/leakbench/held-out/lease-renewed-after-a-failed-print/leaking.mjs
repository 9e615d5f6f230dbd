class PrinterOffline extends Error {}

const leases = { taken: 0, renewed: 0 }

async function acquire(resource) {
  leases.taken += 1
  return { resource, until: Date.now() + 30_000 }
}

function keepAlive(lease) {
  return setInterval(() => {
    lease.until = Date.now() + 30_000
    leases.renewed += 1
  }, 10_000)
}

async function withLease(resource, work) {
  const lease = await acquire(resource)
  const beat = keepAlive(lease)
  const result = await work(lease)
  clearInterval(beat)
  return result
}

const printerOf = (orderId) => [...orderId].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 4

async function printSlip(printer, { orderId, items }) {
  if (printer > 1) throw new PrinterOffline(`printer ${printer} does not answer`)
  return `${orderId}: ${items.length} item(s)`
}

export const handler = async (event) => {
  const batchItemFailures = []
  for (const { messageId, body } of event.Records) {
    const order = JSON.parse(body)
    const printer = printerOf(order.orderId)
    try {
      await withLease(`printer/${printer}`, () => printSlip(printer, order))
    } catch (error) {
      if (!(error instanceof PrinterOffline)) throw error
      batchItemFailures.push({ itemIdentifier: messageId })
    }
  }
  return { batchItemFailures }
}
