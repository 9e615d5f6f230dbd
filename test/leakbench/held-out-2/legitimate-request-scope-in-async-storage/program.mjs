import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'

const scope = new AsyncLocalStorage()

const currentUser = () => scope.getStore()?.user ?? { sub: 'anonymous' }

const log = (message) => {
  scope.getStore()?.lines.push(`${currentUser().sub} ${message}`)
}

async function saveOrder(order) {
  log(`saving ${order.orderId}`)
  await nextTurn()
  log('saved')
  return { ...order, owner: currentUser().sub }
}

async function respond(event) {
  const order = await saveOrder(JSON.parse(event.body))
  return { statusCode: 201, body: JSON.stringify({ order, log: scope.getStore().lines }) }
}

export const handler = (event) =>
  scope.run({ user: event.requestContext.authorizer.jwt.claims, lines: [] }, () => respond(event))
