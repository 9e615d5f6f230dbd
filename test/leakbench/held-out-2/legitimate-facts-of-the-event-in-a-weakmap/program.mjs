const factsOf = new WeakMap()

function once(event, compute) {
  if (!factsOf.has(event)) factsOf.set(event, compute(event))
  return factsOf.get(event)
}

const bodyOf = (event) =>
  once(event, ({ body, isBase64Encoded }) => {
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
    return { parsed: JSON.parse(text), length: text.length }
  })

const authorize = (event) => {
  const { claims } = event.requestContext.authorizer.jwt
  return bodyOf(event).parsed.email === claims.email
}

const describe = (event) => {
  const { parsed, length } = bodyOf(event)
  return { orderId: parsed.orderId, amount: parsed.amount, length }
}

export const handler = async (event) =>
  authorize(event)
    ? { statusCode: 200, body: JSON.stringify(describe(event)) }
    : { statusCode: 403, body: '{"message":"forbidden"}' }
