import { randomUUID } from 'node:crypto'

const correlationId = randomUUID()

function respond(statusCode, content) {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'x-correlation-id': correlationId },
    body: JSON.stringify(content),
  }
}

export const handler = async (event) => {
  const { orderId, amount, email } = JSON.parse(event.body)
  if (!email?.includes('@')) return respond(422, { message: 'email is missing', correlationId })
  const points = Math.floor(amount / 10)
  return respond(200, { orderId, points })
}
