import { createServer } from 'node:http'

const server = createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
  const [, sku] = req.url.split('/')
  const known = req.headers.authorization?.startsWith('Bearer ')
  res.writeHead(known ? 200 : 401, { 'content-type': 'application/json' })
  res.end(JSON.stringify({ sku, inStock: sku.length % 2 === 0 }))
})

export const port = new Promise((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(server.address().port)).unref()
})
