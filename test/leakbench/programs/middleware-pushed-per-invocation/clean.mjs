const stack = [parseBody, requireTenant]

async function parseBody(request, next) {
  request.order = JSON.parse(request.event.body)
  return next(request)
}

async function requireTenant(request, next) {
  if (!request.event.headers['x-tenant-id']) return { statusCode: 401, body: '' }
  return next(request)
}

const timing = (began) => async (request, next) => {
  const response = await next(request)
  response.headers = { ...response.headers, 'server-timing': `app;dur=${Date.now() - began}` }
  return response
}

function run(middlewares, request, endpoint) {
  const step = (index) => (req) =>
    middlewares[index] ? middlewares[index](req, step(index + 1)) : endpoint(req)
  return step(0)(request)
}

async function createOrder({ order }) {
  return { statusCode: 201, body: JSON.stringify({ id: order.orderId, amount: order.amount }) }
}

export const handler = async (event) => {
  return run([...stack, timing(Date.now())], { event }, createOrder)
}
