const breaker = { state: 'closed', failures: 0, openedAt: 0 }
const THRESHOLD = 3
const COOL_DOWN_MS = 200

async function guarded(action) {
  if (breaker.state === 'open') {
    if (Date.now() - breaker.openedAt < COOL_DOWN_MS) throw new Error('circuit is open')
    breaker.state = 'half-open'
  }
  try {
    const answer = await action()
    breaker.state = 'closed'
    breaker.failures = 0
    return answer
  } catch (error) {
    breaker.failures += 1
    if (breaker.state === 'half-open' || breaker.failures >= THRESHOLD) {
      breaker.state = 'open'
      breaker.openedAt = Date.now()
    }
    throw error
  }
}

async function askCarrier({ orderId, items }) {
  const number = Number(items[0].sku.split('-')[1])
  if (number >= 20 && number < 24) throw new Error('carrier answered 503')
  return { orderId, days: 1 + (number % 4) }
}

export const handler = async ({ Records }) => {
  const batchItemFailures = []
  for (const { messageId, body } of Records) {
    try {
      await guarded(() => askCarrier(JSON.parse(body)))
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId })
    }
  }
  return { batchItemFailures }
}
