import { tableName } from './tables.mjs'

function putItem(entity, item) {
  return { TableName: tableName(entity), Item: item, ReturnConsumedCapacity: 'NONE' }
}

export const handler = async (event) => {
  process.env.TENANT_ID = event.headers['x-tenant-id']
  const { orderId, amount, note } = JSON.parse(event.body)
  if (!orderId.startsWith('ord-')) {
    return { statusCode: 400, body: JSON.stringify({ message: 'orderId is not ours' }) }
  }
  const writes = [putItem('orders', { orderId, amount })]
  if (note) writes.push(putItem('notes', { orderId, note }))
  return { statusCode: 201, body: JSON.stringify({ orderId, writes: writes.length }) }
}
