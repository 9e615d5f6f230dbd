import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { wrap } from '@thermocline/lambda'
import express from 'express'
import serverless from 'serverless-http'

// What a shop's function holds between two requests: clients, an application with its router, a cache and some counts.

const region = 'eu-west-1'
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region }))
const files = new S3Client({ region })
const prices = new Map()
const counts = { orders: 0, byStatus: { open: 0, sent: 0 } }

const app = express()
app.use(express.json())
app.post('/orders/:id', (request, response) => {
  const { orderId, email } = request.body
  counts.orders += 1
  counts.byStatus[orderId.length % 2 === 0 ? 'open' : 'sent'] += 1
  response.json({ orderId, email, price: priceOf(orderId), clients: [documents, files].length })
})

function priceOf(orderId) {
  const sku = `sku-${orderId.length}`
  if (!prices.has(sku)) prices.set(sku, { sku, cents: sku.length * 100 })
  return prices.get(sku).cents
}

const serve = serverless(app)

export const handler = wrap(async (event, context) => serve(event, context))
