import { connect } from './database.mjs'

let connection

function database() {
  connection ??= connect().catch((error) => {
    connection = undefined
    throw error
  })
  return connection
}

export const handler = async (event) => {
  const batchItemFailures = []
  for (const { messageId, body } of event.Records) {
    try {
      const { orderId, items } = JSON.parse(body)
      const db = await database()
      await db.insert(
        'order_lines',
        items.map((item) => ({ orderId, ...item })),
      )
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId })
    }
  }
  return { batchItemFailures }
}
