import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { middy } from '@middy/core'

const metrics = new Metrics({
  namespace: 'shop',
  serviceName: 'orders',
  defaultDimensions: { environment: 'production' },
})

async function placeOrder({ orderId, user, tenant }) {
  const answer = await fetch(`${process.env.API_URL}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orderId, customerId: user.id, tenant }),
  })
  return answer.json()
}

async function handleAction(event) {
  const { orderId, user, action } = event
  const startedAt = performance.now()
  metrics.addDimension('action', action)
  metrics.addMetadata('orderId', orderId)
  metrics.addMetadata('userId', user.id)
  const status = action === 'buy' ? (await placeOrder(event)).status : 'nothing to place'
  metrics.addMetric('handled', MetricUnit.Count, 1)
  metrics.addMetric('latency', MetricUnit.Milliseconds, performance.now() - startedAt)
  return { orderId, userId: user.id, action, status }
}

export const handler = middy(handleAction).use(
  logMetrics(metrics, { captureColdStartMetric: true, throwOnEmptyMetrics: true }),
)
