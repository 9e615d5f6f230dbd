import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'

const s3 = new S3Client({})
const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient({}))

async function readCustomer(email) {
  const { Item } = await dynamo.send(new GetCommand({ TableName: 'customers', Key: { email } }))
  return Item
}

async function readOrders(email) {
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName: 'orders',
      KeyConditionExpression: 'email = :email',
      ExpressionAttributeValues: { ':email': email },
    }),
  )
  return Items
}

async function writeReceipt({ orderId, amount }) {
  const template = await s3.send(new GetObjectCommand({ Bucket: 'shop-assets', Key: 'receipt.txt' }))
  const text = await template.Body.transformToString()
  const Body = text.replace('{order}', orderId).replace('{amount}', String(amount))
  const Key = `receipts/${orderId}.txt`
  await s3.send(new PutObjectCommand({ Bucket: 'shop-receipts', Key, Body, ContentType: 'text/plain' }))
  return Key
}

export const handler = async (event) => {
  const { orderId, email, amount } = JSON.parse(event.body)
  const [customer, orders] = await Promise.all([readCustomer(email), readOrders(email)])
  if (amount > customer.credit) {
    return { statusCode: 402, body: JSON.stringify({ orderId, message: 'Credit exceeded' }) }
  }
  const [receipt] = await Promise.all([
    writeReceipt({ orderId, amount }),
    dynamo.send(
      new PutCommand({ TableName: 'orders', Item: { email, orderId, amount, tier: customer.tier } }),
    ),
  ])
  return { statusCode: 201, body: JSON.stringify({ orderId, email, receipt, orders: orders.length + 1 }) }
}
