const PATTERNS = {
  orderId: /^ord-[a-z0-9]+-\d+$/,
  email: /^[^@\s]+@[^@\s]+\.[a-z]+$/i,
  note: /^[\p{L}\p{N}\s.,!?-]{0,200}$/u,
}

const fields = Object.entries(PATTERNS)

function problemsOf(order) {
  return fields.filter(([field, pattern]) => !pattern.test(order[field] ?? '')).map(([field]) => field)
}

export const handler = async (event) => {
  const order = JSON.parse(event.body)
  const problems = problemsOf(order)
  if (problems.length > 0) {
    return { statusCode: 422, body: JSON.stringify({ message: `wrong: ${problems.join(', ')}` }) }
  }
  const [, number] = /-(\d+)$/.exec(order.orderId)
  return { statusCode: 201, body: JSON.stringify({ id: order.orderId, number: Number(number) }) }
}
