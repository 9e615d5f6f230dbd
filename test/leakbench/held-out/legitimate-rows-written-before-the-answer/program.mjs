const FULL = 25

class RowWriter {
  rows = []
  written = 0

  async add(row) {
    this.rows.push(row)
    if (this.rows.length >= FULL) await this.flush()
  }

  async flush() {
    if (this.rows.length === 0) return 0
    const batch = this.rows
    this.rows = []
    await this.write(batch)
    this.written += batch.length
    return batch.length
  }

  async write(batch) {
    return JSON.stringify(batch).length
  }
}

const writer = new RowWriter()

export const handler = async (event) => {
  try {
    for (const { body } of event.Records) {
      const { orderId, customerId, items } = JSON.parse(body)
      for (const [line] of items.entries()) await writer.add({ orderId, customerId, line })
    }
  } finally {
    await writer.flush()
  }
  return { written: writer.written }
}
