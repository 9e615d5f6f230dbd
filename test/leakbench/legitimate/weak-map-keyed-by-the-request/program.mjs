const bodies = new WeakMap()

function bodyOf(event) {
  if (!bodies.has(event)) {
    const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body
    bodies.set(event, JSON.parse(text))
  }
  return bodies.get(event)
}

function validate(event) {
  const { orderId, amount } = bodyOf(event)
  const problems = []
  if (!/^ord-/.test(orderId)) problems.push('orderId')
  if (!Number.isFinite(amount)) problems.push('amount')
  return problems
}

const render = (event) => JSON.stringify({ id: bodyOf(event).orderId, note: bodyOf(event).note.slice(0, 20) })

export const handler = async (event) => {
  const problems = validate(event)
  if (problems.length > 0) return { statusCode: 422, body: JSON.stringify({ problems }) }
  return { statusCode: 200, body: render(event) }
}
