import { ApolloServer } from '@apollo/server'
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda'
import { GraphQLError } from 'graphql'

const typeDefs = `#graphql
  type Customer {
    id: ID!
    email: String!
  }

  type Order {
    id: ID!
    status: String!
    amount: Int!
    customer: Customer!
  }

  type Query {
    me: Customer!
  }

  type Mutation {
    placeOrder(orderId: ID!, amount: Int!): Order!
  }
`

const resolvers = {
  Query: {
    me: (_parent, _args, { customer }) => customer,
  },
  Mutation: {
    async placeOrder(_parent, { orderId, amount }, { customer }) {
      if (amount < 0) throw new GraphQLError('A negative amount', { extensions: { code: 'BAD_USER_INPUT' } })
      const answer = await fetch(`${process.env.API_URL}/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ orderId, amount, customerId: customer.id }),
      })
      const { id, status } = await answer.json()
      return { id, status, amount, customer }
    },
  },
}

const OPERATIONS = {
  'POST /orders/{id}': `
    mutation PlaceOrder($orderId: ID!, $amount: Int!) {
      placeOrder(orderId: $orderId, amount: $amount) { id status amount customer { id email } }
    }
  `,
}

async function toOperation(event) {
  const { orderId, amount } = JSON.parse(event.body)
  event.body = JSON.stringify({ query: OPERATIONS[event.routeKey], variables: { orderId, amount } })
}

const server = new ApolloServer({ typeDefs, resolvers })

export const handler = startServerAndCreateLambdaHandler(
  server,
  handlers.createAPIGatewayProxyEventV2RequestHandler(),
  {
    middleware: [toOperation],
    async context({ event }) {
      const { sub, email } = event.requestContext.authorizer.jwt.claims
      return { customer: { id: sub, email } }
    },
  },
)
