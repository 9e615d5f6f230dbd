import { decorate } from './decorate.mjs'

const hooks = [(request, invocation) => decorate(request, invocation)]

async function inject({ method, url, payload }, invocation) {
  let request = { method, url, body: JSON.parse(payload) }
  for (const hook of hooks) request = await hook(request, invocation)
  return { statusCode: 200, json: { id: request.body.orderId, from: request.sourceIp } }
}

export async function handler(event, context) {
  const request = {
    method: event.requestContext.http.method,
    url: event.rawPath,
    payload: event.body,
  }
  const { statusCode, json } = await inject(request, { event, context })
  return { statusCode, body: JSON.stringify(json) }
}
