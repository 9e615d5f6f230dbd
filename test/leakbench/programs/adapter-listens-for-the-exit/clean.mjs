import { proxy } from './adapter-once.mjs'

function app(request, response) {
  const { orderId, amount } = JSON.parse(request.body)
  response.set('content-type', 'text/plain')
  response.write(`order ${orderId}\n`)
  response.write(`to pay ${amount.toFixed(2)} EUR\n`)
  response.end()
}

export const handler = (event) => proxy(app, event)
