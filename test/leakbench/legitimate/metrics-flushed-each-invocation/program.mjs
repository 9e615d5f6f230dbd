const NAMESPACE = 'Shop/Returns'
const batch = []

function addMetric(Name, Unit, value) {
  batch.push({ Name, Unit, value })
}

function flush(dimensions) {
  const values = Object.fromEntries(batch.map(({ Name, value }) => [Name, value]))
  const definition = {
    Namespace: NAMESPACE,
    Dimensions: [Object.keys(dimensions)],
    Metrics: batch.map(({ Name, Unit }) => ({ Name, Unit })),
  }
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [definition] }
  console.log(JSON.stringify({ _aws, ...dimensions, ...values }))
  batch.length = 0
}

export const handler = async ({ orderId, action, n }) => {
  const began = performance.now()
  try {
    addMetric('Orders', 'Count', 1)
    if (action !== 'return') return { orderId, accepted: false }
    addMetric('RefundedCents', 'Count', 100 + n)
    return { orderId, accepted: true }
  } finally {
    addMetric('Took', 'Milliseconds', performance.now() - began)
    flush({ service: 'returns' })
  }
}
