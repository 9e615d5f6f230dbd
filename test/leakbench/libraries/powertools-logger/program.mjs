import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { middy } from '@middy/core'

const logger = new Logger({
  serviceName: 'orders',
  logLevel: 'INFO',
  persistentKeys: { component: 'checkout' },
})

const STATUS = { view: 'shown', buy: 'ordered', return: 'to be collected' }

async function readDelivery(action) {
  const answer = await fetch(`${process.env.API_URL}/prices/delivery-${action}`)
  return answer.json()
}

async function handleAction({ user, tenant, orderId, action }) {
  logger.appendKeys({ userId: user.id, tenant, orderId })
  const status = STATUS[action]
  if (!status) {
    logger.warn('Unknown action', { action })
    return { orderId, error: `Unknown action ${action}` }
  }
  const { cents } = await readDelivery(action)
  logger.debug('Delivery priced', { cents })
  logger.info('Action handled', { action, status })
  return { orderId, userId: user.id, status, cents }
}

export const handler = middy(handleAction).use(injectLambdaContext(logger, { resetKeys: true }))
