import { getCurrentInvocation, setCurrentInvocation } from './current-invocation.mjs'
import { decorate } from './decorate.mjs'

const hooks = [(request) => decorate(request, getCurrentInvocation())]

async function inject({ method, url, payload }) {
  let request = { method, url, body: JSON.parse(payload) }
  for (const hook of hooks) request = await hook(request)
  return { statusCode: 200, json: { id: request.body.orderId, from: request.sourceIp } }
}

export async function handler(event, context) {
  setCurrentInvocation(event, context)
  const { statusCode, json } = await inject({
    method: event.requestContext.http.method,
    url: event.rawPath,
    payload: event.body,
  })
  return { statusCode, body: JSON.stringify(json) }
}
