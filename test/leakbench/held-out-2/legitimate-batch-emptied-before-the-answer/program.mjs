class BatchWriter {
  #rows = []
  #write

  constructor(write) {
    this.#write = write
  }

  add(row) {
    this.#rows.push(row)
  }

  async flush() {
    const rows = this.#rows
    this.#rows = []
    return rows.length > 0 ? this.#write(rows) : 0
  }
}

const writer = new BatchWriter(async (rows) => {
  await null
  return Buffer.byteLength(rows.map((row) => JSON.stringify(row)).join('\n'))
})

export async function handler(event) {
  let bytes = 0
  try {
    for (const { body, messageId } of event.Records) {
      const { customerId, items } = JSON.parse(body)
      for (const { sku, quantity } of items) writer.add({ messageId, customerId, sku, quantity })
    }
  } finally {
    bytes = await writer.flush()
  }
  return { bytes, batchItemFailures: [] }
}
