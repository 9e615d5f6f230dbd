import awsLambdaFastify from '@fastify/aws-lambda'
import Fastify from 'fastify'

const app = Fastify()
app.decorateRequest('customer', null)

app.addHook('onRequest', async (request) => {
  const { sub, email } = request.awsLambda.event.requestContext.authorizer.jwt.claims
  request.customer = { id: sub, email }
})

const schema = {
  params: { type: 'object', properties: { id: { type: 'string' } } },
  body: {
    type: 'object',
    required: ['orderId', 'email', 'amount'],
    properties: {
      orderId: { type: 'string' },
      email: { type: 'string' },
      amount: { type: 'integer', minimum: 0 },
      note: { type: 'string', maxLength: 500 },
    },
  },
  response: {
    201: {
      type: 'object',
      properties: {
        orderId: { type: 'string' },
        customerId: { type: 'string' },
        email: { type: 'string' },
        cents: { type: 'integer' },
      },
    },
  },
}

app.post('/orders/:id', { schema }, async (request, reply) => {
  const { orderId, amount } = request.body
  const { id: customerId, email } = request.customer
  const answer = await fetch(`${process.env.API_URL}/prices/delivery`)
  const { cents } = await answer.json()
  reply.code(201)
  return { orderId, customerId, email, cents: cents + 100 * amount }
})

export const handler = awsLambdaFastify(app)
