import { randomUUID } from 'node:crypto'

function respond(statusCode, content, correlationId) {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'x-correlation-id': correlationId },
    body: JSON.stringify(content),
  }
}

export const handler = async (event) => {
  const correlationId = randomUUID()
  const { orderId, amount, email } = JSON.parse(event.body)
  if (!email?.includes('@'))
    return respond(422, { message: 'email is missing', correlationId }, correlationId)
  const points = Math.floor(amount / 10)
  return respond(200, { orderId, points }, correlationId)
}
