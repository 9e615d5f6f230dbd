import { createServer } from 'node:http'
import { listen } from './stub-server.mjs'

// One server for S3 and DynamoDB (their clients are pointed at one address) and the shop's REST API.

const TEN_MINUTES = 600_000

export function startHttp() {
  const objects = new Map([['/shop-assets/receipt.txt', 'Receipt for {order}: {amount} EUR']])
  const server = createServer((request, response) => {
    serve(objects, request, response).catch((error) => response.destroy(error))
  })
  server.keepAliveTimeout = TEN_MINUTES
  return listen(server)
}

async function serve(objects, request, response) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  const { pathname } = new URL(request.url, 'http://stub')
  const target = request.headers['x-amz-target']
  if (target) return dynamo(response, target.split('.').at(-1), JSON.parse(body))
  const signed = request.headers.authorization?.startsWith('AWS4-')
  if (signed) return s3(response, objects, request.method, pathname, body)
  return rest(response, request.method, pathname, body)
}

function json(response, status, content, type = 'application/json') {
  const text = JSON.stringify(content)
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text)
}

function dynamo(response, operation, input) {
  const answers = {
    GetItem: () => ({ Item: { ...input.Key, tier: { S: 'gold' }, credit: { N: '1000' } } }),
    PutItem: () => ({}),
    Query: () => {
      const [customer] = Object.values(input.ExpressionAttributeValues)
      return { Items: [{ email: customer, orderId: { S: 'ord-0' } }], Count: 1, ScannedCount: 1 }
    },
  }
  const type = 'application/x-amz-json-1.0'
  const answer = answers[operation]
  if (answer) return json(response, 200, answer(), type)
  return json(response, 400, { __type: 'UnknownOperationException', message: operation }, type)
}

function s3(response, objects, method, path, body) {
  if (method === 'PUT') {
    objects.set(path, body)
    return response.writeHead(200, { etag: '"0"', 'content-length': 0 }).end()
  }
  const object = objects.get(path)
  if (object === undefined) {
    const text = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>'
    return response.writeHead(404, { 'content-type': 'application/xml' }).end(text)
  }
  const head = { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(object), etag: '"0"' }
  return response.writeHead(200, head).end(object)
}

function rest(response, method, path, body) {
  const [, collection, id] = path.split('/')
  if (method === 'GET' && collection === 'prices') {
    return json(response, 200, { sku: id, cents: 250 + 10 * id.length, currency: 'EUR' })
  }
  if (method === 'POST' && collection === 'orders') {
    const { orderId } = JSON.parse(body)
    return json(response, 201, { id: orderId, status: 'accepted' })
  }
  return json(response, 404, { message: `No ${method} ${path}` })
}
