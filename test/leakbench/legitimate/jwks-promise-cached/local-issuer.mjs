import { createServer } from 'node:http'

const KEYS = { keys: [{ kid: 'main', kty: 'oct', alg: 'none', issuer: 'https://id.example' }] }

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(KEYS))
})
server.on('connection', (socket) => socket.unref())
server.listen(0)
server.unref()

export const jwksUrl = () => `http://127.0.0.1:${server.address().port}/.well-known/jwks.json`
