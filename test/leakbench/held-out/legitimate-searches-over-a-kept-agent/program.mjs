import { once } from 'node:events'
import http from 'node:http'

const index = http.createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  request.resume()
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ hits: request.url.length % 9 }))
})
index.on('connection', (socket) => socket.unref())
const listening = once(index.listen(0, '127.0.0.1').unref(), 'listening')

const agent = new http.Agent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 2 })

async function search(words) {
  const path = `/search?q=${encodeURIComponent(words)}`
  const request = http.get({ agent, host: '127.0.0.1', port: index.address().port, path })
  const [response] = await once(request, 'response')
  response.setEncoding('utf8')
  let text = ''
  for await (const chunk of response) text += chunk
  return JSON.parse(text)
}

export const handler = async ({ user, orderId }) => {
  await listening
  const { hits } = await search(user.name)
  return { orderId, hits }
}
