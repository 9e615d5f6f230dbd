import express from 'express'
import serverless from 'serverless-http'

const app = express()
app.disable('x-powered-by')
app.use(express.json({ limit: '100kb' }))

app.use((request, response, next) => {
  response.locals.tenant = request.get('x-tenant-id')
  response.set('x-request-id', request.requestContext.requestId)
  next()
})

app.get('/health', (_request, response) => {
  response.json({ status: 'ok' })
})

// oxlint-disable-next-line oxc/no-async-endpoint-handlers -- Express 5 awaits them
app.post('/orders/:id', async (request, response) => {
  const { orderId, email, amount } = request.body
  if (orderId !== request.params.id) {
    response.status(409).json({ message: 'The order is not the one of the path' })
    return
  }
  const answer = await fetch(`${process.env.API_URL}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant-id': response.locals.tenant },
    body: JSON.stringify({ orderId, email, amount }),
  })
  const { status } = await answer.json()
  response.status(answer.status).json({ orderId, email, status, tenant: response.locals.tenant })
})

app.use((_request, response) => {
  response.status(404).json({ message: 'Not found' })
})

app.use((error, _request, response, _next) => {
  console.error(error)
  response.status(error.status ?? 500).json({ message: error.expose ? error.message : 'Internal error' })
})

export const handler = serverless(app, {
  request(request, event) {
    request.requestContext = event.requestContext
  },
})
