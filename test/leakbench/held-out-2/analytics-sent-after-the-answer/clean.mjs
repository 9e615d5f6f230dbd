const totals = { sent: 0, bytes: 0 }

async function sendAnalytics(hit) {
  const line = JSON.stringify(hit)
  await Promise.resolve()
  totals.sent += 1
  totals.bytes += line.length
}

async function quietly(task) {
  try {
    await task()
  } catch (error) {
    console.warn('analytics', error.message)
  }
}

function route({ method, path }) {
  const [, resource] = path.split('/')
  return `${method} /${resource}`
}

export const handler = async (event) => {
  const { http, requestId } = event.requestContext
  const { amount } = JSON.parse(event.body)
  await quietly(() => sendAnalytics({ route: route(http), amount, requestId }))
  return { statusCode: 201, body: JSON.stringify({ ok: true, amount }) }
}
