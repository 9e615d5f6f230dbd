import { createServer } from 'node:http'

let asked = 0

const server = createServer((req, res) => {
  asked += 1
  res.writeHead(asked > 1 ? 200 : 400, { connection: 'close' })
  res.end(asked > 1 ? '{"SecretString":"k3y-of-the-signer"}' : 'not ready to serve traffic, please wait')
})

export const extension = new Promise((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(server.address())).unref()
})
