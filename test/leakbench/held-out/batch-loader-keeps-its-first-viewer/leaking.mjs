class BatchLoader {
  constructor(fetchMany) {
    this.fetchMany = fetchMany
    this.waiting = []
  }

  load(id) {
    return new Promise((resolve, reject) => {
      if (this.waiting.push({ id, resolve, reject }) === 1) queueMicrotask(() => this.dispatch())
    })
  }

  async dispatch() {
    const batch = this.waiting
    this.waiting = []
    try {
      const rows = await this.fetchMany(batch.map(({ id }) => id))
      batch.forEach(({ resolve }, i) => resolve(rows[i]))
    } catch (error) {
      batch.forEach(({ reject }) => reject(error))
    }
  }
}

async function fetchInvoices(ids, viewer) {
  return ids.map((id) => ({ id, visibleTo: viewer.email, editable: viewer.sub.length > 0 }))
}

let invoiceLoader

function invoicesFor(viewer) {
  invoiceLoader ??= new BatchLoader((ids) => fetchInvoices(ids, viewer))
  return invoiceLoader
}

export const handler = async (event) => {
  const viewer = event.requestContext.authorizer.jwt.claims
  const { orderId } = JSON.parse(event.body)
  const invoices = invoicesFor(viewer)
  const [draft, final] = await Promise.all([invoices.load(`${orderId}-d`), invoices.load(`${orderId}-f`)])
  return { statusCode: 200, body: JSON.stringify({ data: { order: { id: orderId, draft, final } } }) }
}
