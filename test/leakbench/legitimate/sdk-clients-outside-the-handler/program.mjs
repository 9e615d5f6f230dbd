class QueueClient {
  constructor({ region, maxAttempts = 3 }) {
    this.config = { region, maxAttempts, endpoint: `https://sqs.${region}.amazonaws.com` }
    this.middleware = ['retry', 'sign', 'serialize']
  }

  async send({ name, input }) {
    const trace = this.middleware.map((step) => `${step}:${name}`)
    return {
      $metadata: { attempts: 1, trace },
      MessageId: `${input.MessageGroupId}-${input.MessageBody.length}`,
    }
  }
}

class TableClient {
  constructor(config) {
    this.config = { ...config, endpoint: `https://dynamodb.${config.region}.amazonaws.com` }
  }

  async get({ TableName, Key }) {
    return { Item: { ...Key, table: TableName, status: 'open' } }
  }
}

const region = process.env.AWS_REGION ?? 'eu-west-1'
const queue = new QueueClient({ region })
const table = new TableClient({ region, maxAttempts: 2 })

export const handler = async ({ tenant, orderId, action }) => {
  const { Item } = await table.get({ TableName: 'orders', Key: { orderId } })
  const input = { MessageGroupId: tenant, MessageBody: JSON.stringify({ ...Item, action }) }
  const { MessageId } = await queue.send({ name: 'SendMessage', input })
  return { orderId, status: Item.status, MessageId }
}
