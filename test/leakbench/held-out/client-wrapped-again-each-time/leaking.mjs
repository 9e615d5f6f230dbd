async function deliver({ path, headers, payload }) {
  if (!path.startsWith('/')) throw new Error(`bad path ${path}`)
  return { accepted: true, path, headers: Object.keys(headers).length, bytes: JSON.stringify(payload).length }
}

const warehouse = { send: deliver }

function withTrace(client, traceId) {
  const { send } = client
  client.send = (request) => send({ ...request, headers: { ...request.headers, 'x-trace-id': traceId } })
  return client
}

function withRetry(client, attempts) {
  return async (request) => {
    for (let left = attempts; ; left--) {
      try {
        return await client.send(request)
      } catch (error) {
        if (left <= 1) throw error
      }
    }
  }
}

export const handler = async (event) => {
  const { orderId, amount } = JSON.parse(event.body)
  const send = withRetry(withTrace(warehouse, event.requestContext.requestId), 2)
  const headers = { accept: 'application/json' }
  const answer = await send({ path: `/picks/${orderId}`, headers, payload: { amount } })
  return { statusCode: 202, body: JSON.stringify(answer) }
}
