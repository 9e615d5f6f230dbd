class UpstreamError extends Error {}

const source = {
  started: new Set(),
  async load(name) {
    if (!this.started.has(name)) {
      this.started.add(name)
      throw new UpstreamError(`table ${name} is still starting`)
    }
    return { name, rates: { standard: 19, reduced: 7 } }
  },
}

const tables = new Map()

function table(name) {
  if (!tables.has(name)) tables.set(name, source.load(name))
  return tables.get(name)
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  try {
    const { rates } = await table('vat-2026')
    const vat = Number(((amount * rates.standard) / 100).toFixed(2))
    return { statusCode: 200, body: JSON.stringify({ orderId, vat }) }
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error
    const body = JSON.stringify({ message: error.message })
    return { statusCode: 503, headers: { 'retry-after': '1' }, body }
  }
}
