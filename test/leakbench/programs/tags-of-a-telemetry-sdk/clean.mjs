import { telemetry } from './telemetry.mjs'

async function reserve({ orderId, amount }) {
  const startedAt = performance.now()
  const reservation = { orderId, shelf: `A${amount % 12}` }
  return { reservation, span: telemetry.span('reserve', performance.now() - startedAt) }
}

export const handler = async (event) => {
  const { sub } = event.requestContext.authorizer.jwt.claims
  telemetry.setTag('customer', sub)
  try {
    const { reservation, span } = await reserve(JSON.parse(event.body))
    return {
      statusCode: 200,
      headers: { 'server-timing': `${span.name};dur=${span.durationMs}` },
      body: JSON.stringify(reservation),
    }
  } finally {
    telemetry.clearTags()
  }
}
